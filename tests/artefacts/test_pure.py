"""The room computes and does nothing else: no clock, no file but its own schemas, nothing evaluated as Python."""

import ast
from pathlib import Path

import catalog_admin.artefacts

_ROOM = Path(catalog_admin.artefacts.__file__).parent


def test_never_asks_for_the_time_or_a_file() -> None:
    for path in _ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            assert name not in {"utcnow", "open", "print", "exec", "eval", "urlopen"}, f"{path.name} calls {name}"
            receiver = called.value if isinstance(called, ast.Attribute) else None
            if isinstance(receiver, ast.Name) and receiver.id in {"datetime", "date", "time"}:
                assert name not in {"now", "today", "time"}, f"{path.name} reads the clock"
