"""The set-wise population and the one plain decision must agree, on any mixture of rules and hands."""

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.catalogs import population
from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.judging import Judge
from catalog_admin.catalogs.model.membership import Judged, decide
from catalog_admin.catalogs.model.ruleset import Mask, Rule, Ruleset
from catalog_admin.catalogs.model.shelves import Rulesets
from catalog_admin.catalogs.population import Place, populations
from catalog_admin.catalogs.store.assignments import FRAME
from catalog_admin.kit.ids import NodeId, new_id
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.model import Attribute, Kind, Scope, Type
from catalog_admin.predicates.rules import compile_rule, short_form

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SCOPE = Scope({"n": Attribute(Type(Kind.DECIMAL)), "s": Attribute(Type(Kind.TEXT))})
ROWS: list[dict[str, Any]] = [
    {"plan_id": f"id-{number}", "key": f"plan-{number}", "n": n, "s": s}
    for number, (n, s) in enumerate((n, s) for n in (None, "0", "1", "2") for s in (None, "x", "y"))
]
PLANS = pl.DataFrame(
    ROWS, schema={"plan_id": pl.String, "key": pl.String, "n": pl.String, "s": pl.String}
).with_columns(pl.col("n").cast(pl.Decimal(38, 24)))
EXPRESSIONS = ["n > 0", "n < 2", "1 / n > 0", 's == "x"', "missing(s)", 'n > 1 || s == "y"', "1 / n > 5"]
AUDIENCES = st.sampled_from([None, None, {"role": ["tester"]}, {"role": ["staff"]}])


@st.composite
def rule(draw: Any, key: str) -> Rule:
    compiled = compile_rule(draw(st.sampled_from(EXPRESSIONS)), SCOPE)
    effect = draw(st.sampled_from(["include", "exclude"]))
    return Rule(
        key,
        effect,
        compiled.logic,
        short_form(compiled),
        mandatory=effect == "exclude" and draw(st.booleans()),
        audience=draw(AUDIENCES) if effect == "include" else None,
    )


@st.composite
def ruleset(draw: Any, prefix: str) -> Ruleset:
    rules = tuple(draw(rule(f"{prefix}{number}")) for number in range(draw(st.integers(0, 3))))
    masks = draw(st.lists(st.builds(Mask, st.sampled_from(["root0", "root1", "a0"]), st.booleans()), max_size=2))
    return Ruleset(NodeId(new_id()), 1, rules, tuple(masks))


HANDS = st.dictionaries(st.sampled_from([row["plan_id"] for row in ROWS]), st.sampled_from(["include", "exclude"]))


@settings(max_examples=150, deadline=None)
@given(root=ruleset("root"), a=ruleset("a"), b=ruleset("b"), hands=HANDS)
def test_set_wise_and_one_by_one_agree(root: Ruleset, a: Ruleset, b: Ruleset, hands: dict[str, Any]) -> None:
    rulesets = Rulesets({"": root, "a.": a, "a.b.": b})
    manual = pl.DataFrame(
        [("node", "a.b.", plan, effect, None, None) for plan, effect in hands.items()], FRAME, orient="row"
    )
    frames = list(populations(Judge(PLANS, Compiler(SCOPE), NOW), rulesets, [Place("node", "a.b.")], manual))
    found = {row["key"]: row for frame in frames for row in frame.to_dicts()}
    assert sum(frame.height for frame in frames) == len(found)
    for row in PLANS.to_dicts():
        expected = _decided(rulesets, row, hands.get(row["plan_id"]))
        assert (row["key"] in found) == expected.is_member
        if not expected.is_member:
            continue
        got = found[row["key"]]
        assert (got["source"], got["beat"]) == (expected.source, expected.beat)
        assert (got["audience"] is None) == (expected.audiences is None)
        if expected.audiences is None and expected.source == "rule":
            assert got["rule"] == expected.rule


@pytest.mark.parametrize("together", [1, 5, 100])
def test_shelves_of_one_rule_each_share_frames_and_are_what_each_alone_is(
    together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(population, "TOGETHER", together)
    said = {f"c{number}.": text for number, text in enumerate(["n > 0", "n > 1 && n < 1", 's == "x"'])}
    rulesets = {
        tpath: Ruleset(NodeId(new_id()), 1, (Rule("in", "include", compile_rule(text, SCOPE).logic, text),), ())
        for tpath, text in said.items()
    }
    judge, nobody = Judge(PLANS, Compiler(SCOPE), NOW), pl.DataFrame(schema=FRAME)
    frames = list(populations(judge, Rulesets(rulesets), [Place(tpath, tpath) for tpath in rulesets], nobody))
    found = {(row["node_id"], row["key"], row["rule"]) for frame in frames for row in frame.to_dicts()}
    expected = [("c0.", "n", {"1", "2"}), ("c2.", "s", {"x"})]
    assert found == {(node, row["key"], "in") for node, name, said in expected for row in ROWS if row[name] in said}
    assert len([frame for frame in frames if frame.height]) == (1 if together == 100 else 2)


def _decided(rulesets: Rulesets, row: dict[str, Any], manual: Any) -> Any:
    shelf = rulesets.shelf("a.b.")

    def judged(each: Rule) -> Judged:
        return Judged(each, evaluate(compile_rule(each.when, SCOPE), row, NOW))

    return decide(manual, [judged(each) for each in shelf.includes], [judged(each.rule) for each in shelf.exclusions])


def test_a_mask_lifts_for_the_node_and_what_is_below_but_not_beside() -> None:
    ban = Rule("ban", "exclude", {"===": [1, 1]}, "1 == 1")
    own = Ruleset(NodeId(new_id()), 1, (ban,), ())
    lifting = Ruleset(NodeId(new_id()), 1, (), (Mask("ban"),))
    rulesets = Rulesets({"": own, "a.": lifting})
    assert [len(rulesets.standing(tpath)) for tpath in ("", "a.", "a.b.c.", "ab.", "b.")] == [1, 0, 0, 1, 1]


def test_a_mandatory_rule_is_only_lifted_by_the_privileged() -> None:
    ban = Rule("ban", "exclude", {"===": [1, 1]}, "1 == 1", mandatory=True)
    above = Ruleset(NodeId(new_id()), 1, (ban,), ())
    for privileged, left in ((False, 1), (True, 0)):
        lifting = Ruleset(NodeId(new_id()), 1, (), (Mask("ban", privileged),))
        assert len(Rulesets({"": above, "a.": lifting}).standing("a.")) == left
