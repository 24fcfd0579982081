"""Whatever lies in a repository: each file has one text, every check answers, merges have no left and right."""

from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings

from catalog_admin.artefacts.cases.running import run
from catalog_admin.artefacts.cases.suite import suite_of
from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.differing.sentences import sentence
from catalog_admin.artefacts.differing.trees import difference
from catalog_admin.artefacts.kinds.model import FOREIGN
from catalog_admin.artefacts.kinds.paths import kind_at
from catalog_admin.artefacts.kinds.published import published
from catalog_admin.artefacts.kinds.reading import canonical, read
from catalog_admin.artefacts.merging.trees import merge
from tests.artefacts.written import PATHS, Writer, writers

_slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(_slow, max_examples=60)
@given(writers)
def test_of_every_kind_the_text_of_a_text_is_itself(writer: Writer) -> None:
    for path, content in writer.tree().items():
        if read(path, content).value is not None:
            text = canonical(path, content)
            assert read(path, text).findings == ()
            assert canonical(path, text) == text


def test_every_kind_is_written_well_often_enough_to_say_something() -> None:
    writer = Writer(Random(7))  # noqa: S311 - the same each time
    understood = {
        read(path, content).kind
        for _ in range(25)
        for path, content in writer.tree().items()
        if read(path, content).value is not None
    }
    assert understood >= {*PATHS}


def test_a_number_may_be_a_fraction_wherever_one_may_stand() -> None:
    """Else the one text of a file would not be of its kind."""
    foreign = {f"{kind}.json" for kind in FOREIGN}
    narrow = [
        f"{name}{pointer}"
        for name, schema in published().items()
        if name not in foreign
        for pointer, kinds, beside in _typed(schema)
        if "number" in kinds and not beside
    ]
    assert narrow == []


def _typed(schema: Any, pointer: str = "#", *, beside: bool = False) -> Any:
    """Every type that is said, and whether an exact fraction may stand there as well."""
    if isinstance(schema, list):
        takes_exact = any("decimal" in str(each.get("$ref", "")) for each in schema if isinstance(each, dict))
        takes_any = any(isinstance(each, dict) and each.get("type") == "object" for each in schema)
        for at, each in enumerate(schema):
            yield from _typed(each, f"{pointer}/{at}", beside=takes_exact or takes_any)
    if not isinstance(schema, dict):
        return
    kinds = schema.get("type", ())
    yield pointer, [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else [], beside
    for name, each in schema.items():
        yield from _typed(each, f"{pointer}/{name}")


@settings(_slow, max_examples=40)
@given(writers)
def test_every_check_answers_and_so_do_cases(writer: Writer) -> None:
    report = check(writer.tree())
    if report.tree is not None and report.sets is not None:
        suite = suite_of(report.tree.artefacts.values(), report.sets, report.tree.scopes)
        assert len(run(suite.cases, suite.subjects).results) == len(suite.cases)


@settings(_slow, max_examples=30)
@given(writers)
def test_any_trees_are_merged_alike_from_both_sides_and_told_apart_in_sentences(writer: Writer) -> None:
    base = writer.tree()
    ours, theirs = ({path: _again(writer, path, each) for path, each in base.items()} for _ in range(2))
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.files == other.files
    assert [each.id for each in one.conflicts] == [each.id for each in other.conflicts]
    assert merge(base, ours, base).files == ours
    assert all(map(sentence, difference(base, ours)))


def _again(writer: Writer, path: str, content: bytes) -> bytes:
    kind = kind_at(path)
    return writer.tree().get(path, content) if writer.chance.random() < 0.3 and kind is not None else content
