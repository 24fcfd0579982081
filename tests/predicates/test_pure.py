"""The room computes and does nothing else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import catalog_admin.predicates

_ROOM = Path(catalog_admin.predicates.__file__).parent
_MAY = {
    "collections",
    "contextlib",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "functools",
    "json",
    "math",
}
_MAY |= {"re", "typing", "polars", "catalog_admin"}


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_imports_computation_only() -> None:
    for path in _ROOM.rglob("*.py"):
        for name in _imports(ast.parse(path.read_text(encoding="utf-8"))):
            assert name.split(".")[0] in _MAY, f"{path.name} imports {name}"
            if name.startswith("catalog_admin"):
                assert name.startswith("catalog_admin.predicates") or name == "catalog_admin.kit.errors", path.name


def test_never_asks_for_the_time_or_a_file() -> None:
    for path in _ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            assert name not in {"utcnow", "open", "print", "exec", "eval_str"}, f"{path.name} calls {name}"
            receiver = called.value if isinstance(called, ast.Attribute) else None
            if isinstance(receiver, ast.Name) and receiver.id in {"datetime", "date"}:
                assert name not in {"now", "today"}, f"{path.name} reads the clock"
