"""What editors are given says of every file what checking says of its shape."""

from fnmatch import fnmatch
from pathlib import Path

import jsonschema_rs
import pytest

import bundles
from catalog_admin.artefacts import editors
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import kind_at, kind_of
from catalog_admin.artefacts.kinds.text import read_text
from tests.artefacts.customer import EXAMPLES

DEMO = Path(bundles.__file__).parent / "examples" / "demo-rules"
FILES = EXAMPLES | {str(path.relative_to(DEMO)): path.read_bytes() for path in sorted(DEMO.rglob("*.json"))}


def matching(path: str) -> list[str]:
    """The schemas that an editor finds for a file: ** is any number of folders, also none."""
    return [
        each.schema
        for each in editors.lying()
        if any(fnmatch(path, pattern.replace("**/", "*")) for pattern in each.patterns)
    ]


@pytest.mark.parametrize("path", FILES)
def test_an_editor_finds_one_schema_for_a_file_and_the_file_is_as_it_says(path: str) -> None:
    [name] = matching(path)
    value = read_text(FILES[path])
    kind = kind_of(path, value)
    assert kind is not None
    for each in (name, kind.value):
        judge = jsonschema_rs.Draft202012Validator(editors.schemas()[each])
        assert judge.is_valid(value), [error.message for error in judge.iter_errors(value)]
        assert not judge.is_valid({**value, "naem": 1}) or kind is ArtefactKind.TABLE


@pytest.mark.parametrize("path", [path for path in FILES if path.startswith(("rulesets/", "approval-policies/"))])
def test_where_two_kinds_lie_a_file_is_judged_as_what_it_says_it_is(path: str) -> None:
    value = read_text(FILES[path])
    kind = kind_of(path, value)
    assert kind is not None
    folder, own = (
        jsonschema_rs.Draft202012Validator(editors.schemas()[each]) for each in (*matching(path), kind.value)
    )
    for name in value:
        odd = {**value, name: 7}
        assert folder.is_valid(odd) is own.is_valid(odd)


def test_every_schema_is_one_and_refers_to_nothing_outside() -> None:
    for name, schema in editors.schemas().items():
        jsonschema_rs.meta.validate(schema)
        jsonschema_rs.Draft202012Validator(schema, retriever=lambda address: pytest.fail(f"asked for {address}"))
        assert schema["title"], name
        assert schema["description"], name
        assert editors.addressed(name, "http://here/x")["$id"] == "http://here/x"


def test_every_kind_says_where_it_lies() -> None:
    told = {each.kind: each for each in editors.kinds()}
    assert set(told) == set(ArtefactKind)
    for kind, each in told.items():
        for pattern in each.patterns:
            path = pattern.replace("**", "some/folder").replace("*", "name")
            assert kind_at(path) == kind or kind in _INNER
        assert (each.schema is None) is (kind is ArtefactKind.DMN)


_INNER = {inner for inner, _ in editors.TOGETHER.values()}


def test_the_catalog_is_as_schema_stores() -> None:
    found = editors.catalog(lambda name: f"https://x/{name}.json")
    assert found["version"] == 1
    assert all(entry.keys() == {"name", "description", "fileMatch", "url"} for entry in found["schemas"])
    assert {entry["url"] for entry in found["schemas"]} <= {f"https://x/{name}.json" for name in editors.schemas()}
