"""What two revisions decide differently: inputs that show it, as cases would say them."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from catalog_admin.rules import commands, queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.schemas.behaviour import BehaviourOut, written
from tests.artefacts.tables.drawn import content, graph
from tests.rules.author import Author, predicate

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
RULE = {"id": "deal-desk", "priority": 1, "then": [{"action": "WARN", "payload": {"code": "deep"}}]}
SCHEMA = {"type": "object", "properties": {"age": {"type": "integer"}}}


def behaviour(author: Author, old: str = "main", new: str = "draft", **more: Any) -> list[BehaviourOut]:
    page = queries.behaviour(author.work, author.mirrors, old, new, MARCH, **more)
    return [BehaviourOut.of(each) for each in page.items]


def ruleset(when: str) -> str:
    return json.dumps({"id": "discounts", "rules": [{**RULE, "when": when}]})


def table(author: Author, *rows: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    drawn = json.dumps(graph(content(["age"], [*rows], hitPolicy="first"), SCHEMA)).encode()
    edit = FileEdit("tables/fee.jdm.json", drawn)
    commands.commit_files(author.work, author.mirrors, "draft", [edit], "a table")


def test_shows_an_input_for_each_way_in_which_a_condition_differs(author: Author) -> None:
    author.begin()
    author.merge("draft")
    author.write(predicates__high=predicate("high", "discount >= 10"))
    (found,) = behaviour(author)
    assert (found.kind, found.id, found.exhaustive) == ("predicate", "high", True)
    (flip,) = found.flips
    assert (flip.context, flip.before, flip.after) == ({"discount": 10}, "NO_MATCH", "MATCH")


def test_what_is_only_spelt_otherwise_differs_for_no_input(author: Author) -> None:
    author.begin()
    author.merge("draft")
    author.write(predicates__high=predicate("high", "!(discount <= 10)"))
    (found,) = behaviour(author)
    assert found.flips == []
    assert found.sentence == f"none found in {found.cases} boundary cases"


def test_a_set_differs_in_what_it_does(author: Author) -> None:
    author.begin()
    author.write(rulesets__discounts=ruleset("discount > 10"))
    author.merge("draft")
    author.write(rulesets__discounts=ruleset("discount > 20"))
    (found,) = behaviour(author)
    assert (found.kind, found.id) == ("ruleset", "discounts")
    flip = found.flips[0]
    assert 10 < flip.context["discount"] <= 20 if isinstance(flip.context["discount"], int) else flip.context
    assert (flip.before[1] != [], flip.after[1]) == (True, [])


def test_a_table_differs_in_what_it_answers(author: Author) -> None:
    table(author, ((">= 18",), ("5",)), (("",), ("0",)))
    author.merge("draft")
    table(author, ((">= 21",), ("5",)), (("",), ("0",)))
    (found,) = behaviour(author)
    assert (found.kind, found.id) == ("table", "fee")
    assert {flip.context["age"] for flip in found.flips} <= {18, 19, 20}


def test_what_is_new_or_gone_is_told_and_what_stayed_is_not(author: Author) -> None:
    author.begin()
    author.merge("draft")
    author.write(predicates__low=predicate("low", "discount < 1"))
    assert [(each.id, each.sentence) for each in behaviour(author)] == [("low", "is new")]
    assert [(each.id, each.sentence) for each in behaviour(author, "draft", "main")] == [("low", "is gone")]
    assert behaviour(author, "draft", "draft") == []


def test_is_told_by_pages(author: Author) -> None:
    author.begin()
    author.write(predicates__a=predicate("a", "discount < 1"), predicates__b=predicate("b", "discount < 2"))
    first = queries.behaviour(author.work, author.mirrors, "main", "draft", MARCH, limit=2)
    rest = queries.behaviour(author.work, author.mirrors, "main", "draft", MARCH, limit=2, after=first.next)
    assert [each.subject.id for each in (*first.items, *rest.items)] == ["a", "b", "high"]
    assert rest.next is None


def test_a_witness_is_a_case_that_passes_on_one_side_and_fails_on_the_other(author: Author) -> None:
    author.begin()
    author.merge("draft")
    author.write(predicates__high=predicate("high", "discount > 10.5"))
    (found,) = behaviour(author)
    case = {"id": "witness", "context": found.flips[0].context, "expect": {"outcome": found.flips[0].after}}
    said = {"subject": {"kind": "predicate", "id": "high"}, "instant": "2026-03-01", "cases": [case]}
    passed = author.write(tests__high=json.dumps(said)).trial.run
    failed = author.write(predicates__high=predicate("high", "discount > 10")).trial.run
    assert passed is not None
    assert failed is not None
    assert (passed.tried.failed, failed.tried.failed) == (0, 1)


def test_values_are_written_as_files_say_them() -> None:
    said = {"a": Decimal("0.50"), "b": (Decimal("3.0"), None), "c": MARCH, "d": MARCH.date(), "e": True}
    assert written(said) == {
        "a": {"decimal": "0.50"},
        "b": [3, None],
        "c": "2026-03-01T00:00:00Z",
        "d": "2026-03-01",
        "e": True,
    }
