"""The difference of two states, and that carrying it out leads from one to the other."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bundles import Kind, State, Thing, after, difference, load, write
from bundles.model import Scope, assignment_key, node_key, thing

EVERYTHING = Scope(frozenset({"c"}), ("*",), attributes=True)


def node(path: str, **body: object) -> Thing:
    return thing(Kind.NODE, node_key("c", path), body)


def test_equal_states_need_nothing() -> None:
    state = State([node("A", meta={"displayName": {"en": "A"}})])
    plan = difference(state, State(state), EVERYTHING)
    assert (plan.steps, plan.exit_code, plan.unchanged[Kind.NODE]) == ((), 0, 1)


def test_defaults_and_silence_are_the_same() -> None:
    said = State([node("A", type="category", sortKey=0, meta={}, activeFrom=None)])
    assert difference(said, State([node("A")]), EVERYTHING).exit_code == 0


def test_changes_exit_with_2_and_name_the_members() -> None:
    plan = difference(State([node("A", sortKey=2), node("B")]), State([node("A")]), EVERYTHING)
    assert plan.exit_code == 2
    assert [str(step) for step in plan.steps] == ["~ node c:A (sortKey)", "+ node c:B"]


def test_deletions_exit_with_6() -> None:
    plan = difference(State(), State([node("A")]), EVERYTHING)
    assert (plan.exit_code, str(plan.steps[0])) == (6, "- node c:A")


def test_nothing_outside_the_scope_is_deleted() -> None:
    current = State(
        [
            node("A"),
            thing(Kind.PRODUCT, "crm-1", {}),
            thing(Kind.PRODUCT, "saas-1", {}),
            thing(Kind.PLAN, "RP", {"product": "saas-1"}),
            thing(Kind.ATTRIBUTE, "size", {"type": "text"}),
            thing(Kind.CATALOG, "c", {}),
        ]
    )
    plan = difference(State(), current, Scope(products=("saas-*",)))
    assert {str(step.thing) for step in plan.steps} == {"product saas-1", "plan RP"}


def test_makes_parents_first_and_takes_children_away_first() -> None:
    tree = State([node("A.B.C"), node("A"), thing(Kind.ASSIGNMENT, assignment_key("c", "A", "P"), {}), node("A.B")])
    made = [str(step.thing) for step in difference(tree, State(), EVERYTHING).steps]
    gone = [str(step.thing) for step in difference(State(), tree, EVERYTHING).steps]
    assert made == ["node c:A", "node c:A.B", "node c:A.B.C", "assignment c:A/P"]
    assert gone == made[::-1]


THINGS = st.builds(
    lambda kind, number, size: thing(kind, f"{kind}-{number}", {"size": size, "product": "p", "reference": "r"}),
    st.sampled_from([Kind.PRODUCT, Kind.PLAN, Kind.ATTRIBUTE]),
    st.integers(0, 5),
    st.integers(0, 3),
)
STATES = st.lists(THINGS, max_size=12).map(State)


@given(STATES, STATES)
def test_carrying_a_plan_out_leads_there(wanted: State, current: State) -> None:
    reached = after(current, difference(wanted, current, EVERYTHING))
    assert {each.id: each.body for each in reached} == {each.id: each.body for each in wanted}
    assert difference(wanted, reached, EVERYTHING).exit_code == 0


def test_what_is_written_reads_back_the_same(tmp_path: Path) -> None:
    words = ["NO", "yes", "1e5", "007", "null", "", "a: b", "- x", "ü", "#", "2021-01-01", "'", "1:30", "~", "1.0"]
    state = State(
        [
            thing(Kind.ATTRIBUTE, "on", {"type": "text", "allowed": words}),
            thing(Kind.TARIFF, "r/USD/*/*/*", {"reference": "r", "currency": "USD", "amount": "0.00000015"}),
            *(thing(Kind.PRODUCT, f"p{n}", {"name": {"en": word or "-"}}) for n, word in enumerate(words)),
            *(thing(Kind.PLAN, f"RP{n}", {"product": "p0", "attributes": {"n": n}}) for n in range(300)),
            thing(Kind.CATALOG, "c", {"name": {"en": "C"}}),
            node("A", meta={"displayName": {"fr": "NO"}}),
            thing(Kind.RULESET, node_key("c", "A"), {"rules": [{"key": "r", "expression": "a > 0"}]}),
            thing(Kind.ASSIGNMENT, assignment_key("c", "A", "RP1"), {"node": "A", "plan": "RP1", "pin": 1}),
            thing(Kind.ASSIGNMENT, assignment_key("c", "", "RP1"), {"node": "", "plan": "RP1"}),
        ]
    )
    write(tmp_path / "x", "test", state, EVERYTHING)
    again = load(tmp_path / "x")
    assert difference(again.wanted, state, EVERYTHING).steps == ()
    assert again.scope == EVERYTHING
