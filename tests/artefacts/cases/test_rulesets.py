"""Cases over sets of rules: what fired, what was done, which rules nobody tried."""

from datetime import UTC, datetime
from typing import Any

from catalog_admin.artefacts.cases.model import Case, PartKind, SubjectId, Thresholds
from catalog_admin.artefacts.cases.rulesets import RulesetSubject
from catalog_admin.artefacts.cases.running import findings_of, run
from catalog_admin.artefacts.rulesets.compiling import ready
from catalog_admin.artefacts.rulesets.model import ReadySet
from catalog_admin.predicates.model import Attribute, Kind, Outcome, Scope, Type
from tests.artefacts.rulesets.asking import asked, quote, rule, setting

_SCOPE = Scope({"discountPercent": Attribute(Type(Kind.DECIMAL)), "country": Attribute(Type(Kind.TEXT))})
_ID = SubjectId("ruleset", "discounts")
_MARCH = datetime(2026, 3, 1, tzinfo=UTC)
_RULES: list[dict[str, Any]] = [
    {
        "id": "deal-desk",
        "priority": 10,
        "when": 'discountPercent > 15 && country == "DE"',
        "then": [{"action": "REQUIRE_APPROVAL", "payload": {"policy": "deal-desk"}}],
    },
    {
        "id": "explain",
        "when": "discountPercent > 0",
        "then": [{"action": "EXPLAIN", "payload": {"text": "A discount."}}],
    },
]


def subject() -> RulesetSubject:
    refused: list[Any] = []
    rules = [ready(rule, _SCOPE, ("rulesets/d.json", ""), lambda *why: refused.append(why)) for rule in _RULES]
    assert refused == []
    asked = tuple(rule for rule in rules if rule is not None)
    return RulesetSubject(ReadySet("discounts", "context", _SCOPE, asked))


def case(context: dict[str, Any], **expect: Any) -> Case:
    return Case("tests/d.json", "/cases/0", "c", _ID, context, _MARCH, expect)


def test_tells_which_rules_fired_and_what_they_do() -> None:
    report = run(
        [
            case({"discountPercent": 20, "country": "DE"}, outcome="MATCH", fired=["explain", "deal-desk"]),
            case({"discountPercent": 5, "country": "DE"}, fired=["explain"]),
            case({"discountPercent": 0, "country": "DE"}, outcome="NO_MATCH", fired=[], actions=[]),
            case({"discountPercent": 20}, outcome="MISSING_INPUT"),
            case({"discountPercent": "20", "country": "DE"}, outcome="ERROR"),
        ],
        {_ID: subject()},
    )
    assert findings_of(report) == []


def test_an_error_is_told_before_a_missing_input_and_what_is_overridden_is_not_set() -> None:
    report = run([case({"discountPercent": "20"}, outcome="ERROR")], {_ID: subject()})
    assert report.results[0].reason is not None
    assert report.results[0].reason.startswith("deal-desk: ")
    rules = [
        rule("a", "quote.header.discountPct > 1", priority=2),
        rule("b", "quote.header.termMonths > 1", setting("quote.header.termMonths", 6), priority=1),
        rule("c", True, setting("quote.header.termMonths", 12)),
    ]
    told = RulesetSubject(asked(rules)).tell(quote(discountPct=5, termMonths=2), _MARCH)
    assert told.said["set"] == {"quote.header.termMonths": 6}
    told = RulesetSubject(asked(rules)).tell(quote(termMonths="2"), _MARCH)
    assert (told.outcome, told.reason[:3] if told.reason else None) == (Outcome.ERROR, "b: ")


def test_names_the_rules_and_conditions_that_nobody_tried() -> None:
    report = run([case({"discountPercent": 5, "country": "DE"})], {_ID: subject()})
    untried = {each.kind: each.untried for each in report.coverage}
    assert untried[PartKind.RULE] == ("deal-desk",)
    assert "deal-desk/and/0" in untried[PartKind.CONDITION]
    (finding,) = findings_of(report, Thresholds({PartKind.RULE: 100}))
    assert "1 of 2 rules tried" in finding.reason
