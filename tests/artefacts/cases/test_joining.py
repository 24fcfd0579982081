"""What several processes found is what one would have: results in their order, and everything that was tried."""

from datetime import UTC, datetime

from catalog_admin.artefacts.cases.covering import Tried, shares
from catalog_admin.artefacts.cases.model import Case, PartKind, SubjectId, Touched
from catalog_admin.artefacts.cases.running import ask, report_of
from catalog_admin.artefacts.cases.subjects import PredicateSubject
from catalog_admin.predicates.model import Attribute, Kind, Scope, Type
from catalog_admin.predicates.rules import compile_rule
from tests.artefacts.cases.test_covering import SUBJECTS, TABLE

ID = SubjectId("predicate", "p")
SCOPE = Scope({"discount": Attribute(Type(Kind.DECIMAL))})
SUBJECT = PredicateSubject("p", compile_rule("discount > 10", SCOPE), SCOPE)


def case(discount: int | None) -> Case:
    return Case(
        "tests/p.json", "/cases/0", f"c{discount}", ID, {"discount": discount}, datetime(2026, 3, 1, tzinfo=UTC), {}
    )


def test_what_two_tried_of_one_thing_is_tried_together() -> None:
    cases = [case(11), case(9)]
    first, second = (ask([each], {ID: SUBJECT}) for each in cases)
    assert [each.untried for each in report_of(first, {ID: SUBJECT}).coverage if each.kind is PartKind.CONDITION] == [
        ("",)
    ]
    first.join(second)
    assert report_of(first, {ID: SUBJECT}) == report_of(ask(cases, {ID: SUBJECT}), {ID: SUBJECT})


def test_a_condition_that_misses_its_input_says_which() -> None:
    told = SUBJECT.tell({}, datetime(2026, 3, 1, tzinfo=UTC))
    assert told.reason is not None
    assert "discount" in told.reason
    assert SUBJECT.tell({"discount": 11}, datetime(2026, 3, 1, tzinfo=UTC)).reason is None


def test_what_was_not_tried_is_told_in_one_order() -> None:
    seen = Tried(SUBJECTS[TABLE].parts())
    seen.add(Touched({PartKind.ROW: frozenset({"r1"})}))
    backwards = dict(reversed(SUBJECTS.items()))
    assert [*shares(backwards, {TABLE: seen})] == [*shares(SUBJECTS, {TABLE: seen})]
