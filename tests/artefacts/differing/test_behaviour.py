"""Behavioural differences: witnesses on the edges, or none found in so many cases."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.differing.behaviour import Behaviour
from catalog_admin.artefacts.differing.probing import CASE_LIMIT, Axis, Space
from catalog_admin.artefacts.differing.rule_edges import compared_rules
from catalog_admin.artefacts.differing.ruleset_edges import compared_rulesets
from catalog_admin.artefacts.differing.table_edges import compared_graphs
from catalog_admin.artefacts.rulesets.compiling import ready
from catalog_admin.artefacts.rulesets.model import ReadySet
from catalog_admin.artefacts.tables.jdm import read_graph
from catalog_admin.artefacts.tables.walk import decide
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.model import Attribute, Kind, Scope, Type
from catalog_admin.predicates.rules import compile_rule
from tests.artefacts.tables.drawn import INSTANT, content, graph
from tests.predicates.words import SCOPE

Rows = list[tuple[tuple[str, ...], tuple[str, ...]]]


def tables(fields: list[str], before: Rows, after: Rows, limit: int = CASE_LIMIT) -> Behaviour:
    read = [read_graph("t.jdm.json", graph(content(fields, rows)))[0] for rows in (before, after)]
    assert read[0] is not None
    assert read[1] is not None
    return compared_graphs(read[0], read[1], INSTANT, limit=limit)


def rules(before: str, after: str) -> Behaviour:
    return compared_rules(compile_rule(before, SCOPE), compile_rule(after, SCOPE), INSTANT)


def test_a_moved_limit_is_shown_by_the_value_on_it() -> None:
    found = tables(["age"], [((">= 18",), ("'yes'",))], [(("> 18",), ("'yes'",))])
    assert [flip.context for flip in found.flips] == [{"age": Decimal(18)}]
    assert found.flips[0].before == ("MATCH", {"out0": "yes"})
    assert found.flips[0].after == ("NO_MATCH", {})


def test_rows_that_say_the_same_in_other_words_differ_nowhere() -> None:
    before = [(("< 10", "'a', 'b'"), ("1",)), (("", ""), ("2",))]
    after = [((">= 10", ""), ("2",)), (("", "!= 'a' and != 'b'"), ("2",)), (("< 10", ""), ("1",))]
    found = tables(["x", "sku"], before, after)
    # Without `sku` the first cell of the new table decides alone; that is a difference, and a true one.
    assert {tuple(flip.context) for flip in found.flips} <= {("x",), ("sku",), ()}
    same = tables(["x"], [(("[1..3]",), ("1",))], [((">= 1 and <= 3",), ("1",))])
    assert str(same) == f"none found in {same.cases} boundary cases"
    assert same.exhaustive


def test_other_outputs_for_the_same_inputs_are_shown_with_both() -> None:
    found = tables(["x"], [(("",), ("1",))], [(("",), ("2",))])
    assert {(flip.before[1]["out0"], flip.after[1]["out0"]) for flip in found.flips} == {(1, 2)}


def test_yes_and_one_are_other_answers() -> None:
    found = tables(["x"], [(("",), ("true",))], [(("",), ("1",))])
    assert {(flip.before[1]["out0"], flip.after[1]["out0"]) for flip in found.flips} == {(True, 1)}


def test_what_undecidable_cells_compare_with_is_tried_too() -> None:
    found = tables(["sku"], [(("startsWith($, 'GPS')",), ("1",))], [(("startsWith($, 'GPS-')",), ("1",))])
    assert [flip.context for flip in found.flips] == [{"sku": "GPS"}]


def test_a_wide_table_is_tried_from_each_of_its_rows() -> None:
    fields = [f"x{column}" for column in range(10)]
    rows = [(tuple(f"> {row * 5 + column}" for column in range(10)), (str(row),)) for row in reversed(range(5))]
    changed = [*rows[:2], ((*rows[2][0][:9], "> 20"), rows[2][1]), *rows[3:]]
    found = tables(fields, rows, changed, limit=600)
    assert not found.exhaustive
    assert found.cases == 600
    assert found.flips


def test_of_a_large_table_what_changed_is_tried_first() -> None:
    rows: Rows = [((f"[{row}..{row + 1})", "'a'"), (str(row),)) for row in range(400)]
    changed: Rows = [*rows[:250], ((rows[250][0][0], "'b'"), rows[250][1]), *rows[251:]]
    found = tables(["x", "sku"], rows, changed, limit=50)
    assert not found.exhaustive
    assert found.cases <= 50
    assert {flip.context["sku"] for flip in found.flips} == {"a", "b"}
    assert all(250 <= flip.context["x"] < 251 for flip in found.flips)


@pytest.mark.parametrize(
    ("frame", "witness"),
    [
        ({"inputField": "who"}, {"who": {"age": Decimal(18)}}),
        ({"inputField": "people", "executionMode": "loop", "outputPath": "told"}, {"people": [{"age": Decimal(18)}]}),
    ],
)
def test_what_a_table_looks_into_is_tried_where_it_lies(frame: dict[str, Any], witness: dict[str, Any]) -> None:
    read = [
        read_graph("t.jdm.json", graph(content(["age"], [((cell,), ("'yes'",))]) | frame))[0]
        for cell in (">= 18", "> 18")
    ]
    assert read[0] is not None
    assert read[1] is not None
    assert witness in [flip.context for flip in compared_graphs(read[0], read[1], INSTANT).flips]


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        ((("len($) > 3",), ("1",)), (("len($) > 3 and len($) != 7",), ("1",)), "len($) != 7"),
        ((("startsWith($, 'S')",), ("1",)), (("startsWith($, 'S') and not endsWith($, 'Q')",), ("1",)), "endsWith"),
        (((">= 0",), ("a * 2",)), ((">= 0",), ("a * a == 289 ? 0 : a * 2",)), "a * a == 289"),
    ],
)
def test_what_an_expression_turns_on_is_not_said_to_be_known(before: Any, after: Any, part: str) -> None:
    found = tables(["a"], [before], [after])
    assert not found.exhaustive
    assert any(part in each for each in found.unknown)


def test_cells_of_intervals_and_values_are_known() -> None:
    found = tables(["a", "b"], [(("[1..5)", "'x', 'y'"), ("1",))], [(("[1..5)", "'y', 'x'"), ("1",))])
    assert (found.flips, found.exhaustive, found.unknown) == ((), True, ())


def test_all_was_tried_only_where_the_limit_let_it() -> None:
    before: Rows = [((f"> {column}",) * 3, ("1",)) for column in range(5)]
    assert tables(["a", "b", "c"], before, before).exhaustive
    few = tables(["a", "b", "c"], before, before, limit=20)
    assert (few.exhaustive, few.cases) == (False, 20)


def test_rules_differ_at_their_limits() -> None:
    (flip,) = rules("discountPercent > 10", "discountPercent >= 10").flips
    assert flip.context == {"discountPercent": Decimal(10)}
    (flip,) = rules("daysSince(launchDate) < 30", "daysSince(launchDate) <= 30").flips
    assert flip.context == {"launchDate": date(2026, 1, 30)}
    assert rules('"B2B" in segment', 'segment.exists(item, item == "B2B")').flips == ()
    assert rules('type == "SaaS" || type == "saas"', 'type in ["saas", "SaaS"]').flips == ()


def test_rules_differ_where_an_input_is_missing() -> None:
    found = rules('type != "SaaS"', 'missing(type) || type != "SaaS"')
    assert [(flip.context, flip.before, flip.after) for flip in found.flips] == [({}, "MISSING_INPUT", "MATCH")]


def test_tries_each_input_once_and_no_more_than_the_limit() -> None:
    axes = [Axis((name,), range(9)) for name in "abcdef"]
    contexts = [tuple(context.values()) for context in Space(axes).contexts(1_000)]
    assert len(contexts) == len(set(contexts)) == 1_000


_texts = st.sampled_from(
    [
        "quantity > 3",
        "quantity >= 3",
        "quantity < 5 && active",
        'type == "SaaS"',
        'type in ["SaaS", "saas"]',
        "!active",
        "has(quantity)",
        "daysSince(launchDate) > 7",
        "discountPercent * 2 > quantity",
    ]
)


@given(_texts, _texts)
@settings(max_examples=50, deadline=None)
def test_every_flip_is_a_true_one(before: str, after: str) -> None:
    first, second = compile_rule(before, SCOPE), compile_rule(after, SCOPE)
    found = compared_rules(first, second, INSTANT)
    for flip in found.flips:
        assert evaluate(first, flip.context, INSTANT).name == flip.before != flip.after
        assert evaluate(second, flip.context, INSTANT).name == flip.after
    if before == after:
        assert not found.flips


_cell = st.sampled_from(["", "< 2", ">= 2", "1, 3", "[1..3)", "!= 2", "> 0 and < 3"])
_rows = st.lists(st.tuples(st.tuples(_cell, _cell), st.tuples(st.sampled_from("12"))), min_size=1, max_size=4)


@given(_rows, _rows)
@settings(max_examples=40, deadline=None)
def test_finds_a_flip_whenever_there_is_one(before: Rows, after: Rows) -> None:
    """For intervals and sets one value of each part is every value."""
    first, second = (read_graph("t.jdm.json", graph(content(["a", "b"], rows)))[0] for rows in (before, after))
    assert first is not None
    assert second is not None
    halves = [Decimal(half) / 2 for half in range(-1, 8)]
    contexts = [{"a": a, "b": b} for a in halves for b in halves]
    differ = any(_says(first, context) != _says(second, context) for context in contexts)
    found = compared_graphs(first, second, INSTANT)
    assert bool([flip for flip in found.flips if len(flip.context) == 2]) is differ


def _says(read: Any, context: Any) -> Any:
    found = decide(read, context, INSTANT)
    return found.outcome, found.result


def _ready(*rules: dict[str, Any]) -> ReadySet:
    refused: list[Any] = []
    read = [ready(rule, _QUOTE, ("rulesets/q.json", ""), lambda *why: refused.append(why)) for rule in rules]
    assert refused == []
    return ReadySet("q", "context", _QUOTE, tuple(rule for rule in read if rule is not None))


_QUOTE = Scope({"quote.discount": Attribute(Type(Kind.DECIMAL)), "quote.country": Attribute(Type(Kind.TEXT))})
_APPROVE = [{"action": "REQUIRE_APPROVAL", "payload": {"policy": "deal-desk"}}]


def test_rulesets_differ_by_what_they_do_and_not_by_which_rule_does_it() -> None:
    before = _ready({"id": "a", "when": "quote.discount > 15", "then": _APPROVE})
    renamed = _ready({"id": "b", "when": "quote.discount > 15", "then": _APPROVE})
    moved = _ready({"id": "a", "when": "quote.discount >= 15", "then": _APPROVE})
    assert compared_rulesets(before, renamed, INSTANT).flips == ()
    (flip,) = compared_rulesets(before, moved, INSTANT).flips
    assert flip.context == {"quote": {"discount": Decimal(15)}}


def test_of_many_rules_the_one_that_changed_is_tried_first_and_no_more_than_the_limit() -> None:
    rules = [
        {
            "id": f"r{number}",
            "when": f'quote.country == "{number}" && quote.discount > {number}',
            "then": _APPROVE,
            "effectiveFrom": f"20{number % 90 + 10}-01-01",
        }
        for number in range(60)
    ]
    changed = [*rules[:40], rules[40] | {"when": 'quote.country == "40" && quote.discount > 40.5'}, *rules[41:]]
    found = compared_rulesets(_ready(*rules), _ready(*changed), INSTANT, 400)
    assert found.cases <= 400
    assert found.flips


def test_rulesets_differ_when_a_rule_leaves_earlier() -> None:
    rule = {"id": "a", "when": "quote.discount > 15", "then": _APPROVE}
    found = compared_rulesets(_ready(rule), _ready(rule | {"effectiveTo": "2026-06-30"}), INSTANT)
    assert {flip.instant.date() for flip in found.flips} == {date(2026, 7, 1)}
