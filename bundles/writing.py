"""A state as files: small documents as YAML that people can read, many rows as NDJSON. Same state, same bytes."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from bundles.model import Kind, Publication, Scope, State, Thing, catalog_of
from bundles.shape import API_VERSION
from bundles.values import plain

MANY = 200
NO_SCOPE = Scope()
DOCUMENTS = {
    Kind.ATTRIBUTE: "Attributes",
    Kind.TARIFF: "Tariffs",
    Kind.PRODUCT: "Products",
    Kind.PLAN: "RatePlans",
    Kind.NODE: "Nodes",
    Kind.ASSIGNMENT: "Assignments",
}


def write(
    folder: Path, name: str, state: State, scope: Scope = NO_SCOPE, publications: Iterable[Publication] = ()
) -> list[str]:
    """Write a bundle into an empty or new folder; returns the names of its files. Raises FileExistsError."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    writer = _Writer(folder)
    writer.manifest(name, scope)
    for kind in (Kind.ATTRIBUTE, Kind.TARIFF, Kind.PRODUCT, Kind.PLAN):
        writer.rows(f"{DOCUMENTS[kind]}".lower(), DOCUMENTS[kind], {}, [_row(each) for each in state.of(kind)])
    for catalog in sorted(state.of(Kind.CATALOG), key=lambda each: each.key):
        writer.catalog(catalog, state)
    writer.publications(publications)
    return writer.names


class _Writer:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.names: list[str] = []

    def manifest(self, name: str, scope: Scope) -> None:
        said: dict[str, Any] = {
            "catalogs": sorted(scope.catalogs),
            "products": list(scope.products),
            "attributes": scope.attributes or None,
        }
        self._yaml("bundle.yaml", [_document("Bundle", {"name": name, "scope": _said(said) or None})])

    def rows(self, stem: str, kind: str, head: dict[str, Any], rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        if len(rows) <= MANY:
            content: dict[str, Any] = {"items": rows}
        else:
            content = {"file": f"{stem}.ndjson"}
            self._text(f"{stem}.ndjson", "".join(f"{_json(row)}\n" for row in rows))
        self._yaml(f"{stem}.yaml", [_document(kind, {**head, **content})])

    def catalog(self, catalog: Thing, state: State) -> None:
        key = catalog.key
        mine = [each for each in state if each.kind in (Kind.NODE, Kind.RULESET, Kind.ASSIGNMENT)]
        mine = [each for each in mine if catalog_of(each) == key]
        documents = [_document("Catalog", {"key": key, **catalog.body})]
        documents += [_ruleset(key, each) for each in mine if each.kind == Kind.RULESET]
        self._yaml(f"catalog-{key}.yaml", documents)
        nodes = [{"path": _path(each), **each.body} for each in mine if each.kind == Kind.NODE]
        self.rows(f"nodes-{key}", "Nodes", {"catalog": key}, nodes)
        assigned = [dict(each.body) for each in mine if each.kind == Kind.ASSIGNMENT]
        self.rows(f"assignments-{key}", "Assignments", {"catalog": key}, [{"node": "", **row} for row in assigned])

    def publications(self, publications: Iterable[Publication]) -> None:
        documents = [
            _document(
                "Publication",
                {
                    "catalog": each.catalog,
                    "effectiveFrom": each.effective_from,
                    "tags": list(each.tags),
                    "note": each.note,
                },
            )
            for each in publications
        ]
        if documents:
            self._yaml("publications.yaml", documents)

    def _yaml(self, name: str, documents: list[dict[str, Any]]) -> None:
        written: str = yaml.dump_all(documents, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
        self._text(name, written)

    def _text(self, name: str, text: str) -> None:
        (self._folder / name).write_text(text, encoding="utf-8", newline="\n")
        self.names.append(name)


class _Dumper(yaml.SafeDumper):
    """Repeats equal parts instead of referring to them, and quotes what our reader would take for a number."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text_node(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    # PyYAML resolves by YAML 1.1, our reader by 1.2: they differ on words like 1e5, so anything that could be
    # a number, a boolean or null for either of them is quoted.
    is_plain_word = value[:1].isalpha() and value.lower() not in {"null", "true", "false", "yes", "no", "on", "off"}
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if is_plain_word else "'")


_Dumper.add_representer(str, _text_node)


def _document(kind: str, members: Mapping[str, Any]) -> dict[str, Any]:
    return {"apiVersion": API_VERSION, "kind": kind, **_said(members)}


def _said(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in members.items() if value not in (None, [], {})}


def _row(each: Thing) -> dict[str, Any]:
    if each.kind == Kind.TARIFF:
        return {name: plain(value) for name, value in each.body.items()}
    return {"key": each.key, **{name: plain(value) for name, value in each.body.items()}}


def _ruleset(catalog: str, each: Thing) -> dict[str, Any]:
    document = _document("RuleSet", {"catalog": catalog})
    return {**document, "node": _path(each), **_said(each.body)}


def _path(each: Thing) -> str:
    return each.key.partition(":")[2].partition("/")[0]


def _json(row: Mapping[str, Any]) -> str:
    return json.dumps(plain(row), ensure_ascii=False, separators=(",", ":"))
