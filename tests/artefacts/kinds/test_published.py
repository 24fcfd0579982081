"""The schemas that are published are what files are checked with, and an editor can explain every member."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from catalog_admin.artefacts.kinds.model import DESCRIBED, ArtefactKind
from catalog_admin.artefacts.kinds.paths import kind_of
from catalog_admin.artefacts.kinds.published import BASE, FOLDER, published, self_contained, validator
from catalog_admin.artefacts.kinds.spelling import spelt
from catalog_admin.artefacts.kinds.text import read_text
from tests.artefacts.customer import EXAMPLES

_NAMES = sorted(published())


def _parts(schema: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        yield place, schema
        for name, part in schema.items():
            yield from _parts(part, f"{place}/{name}")
    elif isinstance(schema, list):
        for at, part in enumerate(schema):
            yield from _parts(part, f"{place}/{at}")


@pytest.mark.parametrize("name", _NAMES)
def test_is_a_schema_with_an_address_and_in_canonical_text(name: str) -> None:
    schema = published()[name]
    jsonschema_rs.meta.validate(schema)
    assert schema["$id"] == BASE + name
    assert spelt(read_text((FOLDER / name).read_bytes())) == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", _NAMES)
def test_every_member_is_described(name: str) -> None:
    for place, part in _parts(published()[name]):
        # A member may itself be called properties, and `if` only repeats members to look at them.
        is_schema = not place.endswith(("/properties", "/if"))
        for member, schema in part.get("properties", {}).items() if is_schema else ():
            said = isinstance(schema, dict) and ({"description", "$ref", "const"} & schema.keys())
            assert said or schema is True, f"{place}/properties/{member}"


@pytest.mark.parametrize("name", _NAMES)
def test_every_object_of_ours_refuses_members_that_it_does_not_know(name: str) -> None:
    for place, part in _parts(published()[name]):
        if part.get("type") == "object" and part.get("properties"):
            assert part.get("additionalProperties") is False or "/if" in place, place


def test_every_kind_has_one() -> None:
    for kind in DESCRIBED:
        assert not validator(kind).is_valid([])


def test_a_reference_leads_somewhere() -> None:
    for name, schema in published().items():
        for _, part in _parts(schema):
            reference = part.get("$ref")
            if isinstance(reference, str):
                file, _, pointer = reference.partition("#")
                found: Any = published()[file or name]
                for step in pointer.split("/")[1:]:
                    found = found[step]
                assert found


@pytest.mark.parametrize("kind", DESCRIBED)
def test_what_editors_are_given_refers_to_nothing_outside(kind: ArtefactKind) -> None:
    whole = self_contained(kind)
    jsonschema_rs.meta.validate(whole)
    references = {part["$ref"] for _, part in _parts(whole) if isinstance(part.get("$ref"), str)}
    assert references <= {f"#/$defs/{name}" for name in whole["$defs"]}


@pytest.mark.parametrize("path", EXAMPLES)
def test_what_editors_are_given_says_the_same(path: str) -> None:
    value = read_text(EXAMPLES[path])
    kind = kind_of(path, value)
    assert kind is not None
    judge = jsonschema_rs.Draft202012Validator(self_contained(kind))
    assert judge.is_valid(value)
    assert not judge.is_valid({**value, "naem": 1})
    for name in value:
        assert judge.is_valid({**value, name: 7}) is validator(kind).is_valid({**value, name: 7})
