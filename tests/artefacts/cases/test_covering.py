"""What all cases together tried, of everything that is there to try."""

from datetime import datetime

from catalog_admin.artefacts.cases.covering import Tried, shares
from catalog_admin.artefacts.cases.model import PartKind, Share, SubjectId, Told, Touched
from catalog_admin.predicates.model import Outcome

SET, OTHER_SET = SubjectId("ruleset", "quote"), SubjectId("ruleset", "all")
RULE, TABLE = SubjectId("rule", "a"), SubjectId("table", "fee")


class Parts:
    """A subject of these parts, which nobody asks."""

    def __init__(self, **parts: set[str]) -> None:
        self._parts = {PartKind(kind): frozenset(each) for kind, each in parts.items()}

    def parts(self) -> dict[PartKind, frozenset[str]]:
        return self._parts

    def tell(self, context: object, instant: datetime) -> Told:
        return Told(Outcome.MATCH, {})


SUBJECTS = {
    SET: Parts(rule={"a", "b"}, condition={"a/0", "b/0"}),
    OTHER_SET: Parts(rule={"a", "b", "c"}, condition={"a/0", "b/0", "c/0"}),
    RULE: Parts(rule={"a"}, condition={"a/0"}),
    TABLE: Parts(row={"r0", "r1"}, condition={"r0/age"}),
}


def tried(**touched: Touched) -> dict[PartKind, Share]:
    """`a=` by cases of the rule, `all=` of the set that includes everything, `fee=` of the table."""
    seen: dict[SubjectId, Tried] = {}
    for subject in (RULE, OTHER_SET, TABLE):
        if subject.id in touched:
            seen[subject] = Tried(SUBJECTS[subject].parts())
            seen[subject].add(touched[subject.id])
    return {each.kind: each for each in shares(SUBJECTS, seen)}


def test_a_rule_is_there_once_in_however_many_sets_it_is() -> None:
    assert {kind: each.total for kind, each in tried().items()} == {
        PartKind.RULE: 3,
        PartKind.ROW: 2,
        PartKind.CONDITION: 4,
    }


def test_a_rule_is_tried_alone_and_by_its_sets_together() -> None:
    alone = Touched({PartKind.RULE: frozenset({"a"})}, frozenset({("a/0", True)}))
    assert "a/0" in tried(a=alone)[PartKind.CONDITION].untried
    both = tried(a=alone, all=Touched({}, frozenset({("a/0", False)})))
    assert both[PartKind.RULE].untried == ("b", "c")
    assert both[PartKind.CONDITION].untried == ("b/0", "c/0", "table fee r0/age")


def test_what_nobody_has_fired_is_named_with_what_it_belongs_to() -> None:
    assert tried(fee=Touched({PartKind.ROW: frozenset({"r1"})}))[PartKind.ROW].untried == ("table fee r0",)
    assert [each.total for each in shares({}, {})] == [0, 0, 0]
