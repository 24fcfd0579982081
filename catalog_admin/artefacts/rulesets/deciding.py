"""Rules by priority, asked of a context at an instant; one pass, so that it ends, and the same inputs say the same.

- Higher priority first, equal ones by id. A rule of scope LINE is asked of each line.
- A rule that fires and stops: rules after it are not asked; of scope LINE, not of that line.
- What a rule sets is read by rules after it. A name is set once: the higher priority wins.
- A rule that misses an input or fails does nothing, and the decision is not decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.errors import TooMuchToAsk
from catalog_admin.artefacts.rulesets.context import row_of
from catalog_admin.artefacts.rulesets.lines import LineRow, name_of_lines
from catalog_admin.artefacts.rulesets.model import (
    CONDITIONS,
    LINE,
    Action,
    Decision,
    Done,
    Entry,
    ReadyRule,
    ReadySet,
    Verdict,
)
from catalog_admin.artefacts.rulesets.reasons import why
from catalog_admin.predicates.evaluate import Moment, Record, answer
from catalog_admin.predicates.explain import explain
from catalog_admin.predicates.model import Gap, Outcome, Row, Value, outcome_of

_VERDICTS = {
    Outcome.MATCH: Verdict.FIRED,
    Outcome.NO_MATCH: Verdict.NOT_MATCHED,
    Outcome.MISSING_INPUT: Verdict.MISSING_INPUT,
    Outcome.ERROR: Verdict.ERROR,
}


def in_order(rules: Iterable[ReadyRule]) -> list[ReadyRule]:
    return sorted(rules, key=lambda rule: (-rule.priority, rule.id))


def decide(
    asked: ReadySet,
    context: Any,
    instant: datetime,
    *,
    explained: bool,
    conditions: int = CONDITIONS,
    record: Record | None = None,
) -> Decision:
    """`record` is told of every part where nothing is explained.

    Raises TooMuchToAsk for more conditions, rules times lines, than these.
    """
    lines = name_of_lines(asked.scope)
    run = _Run(row_of(asked.scope, context), lines, instant, explained=explained, left=conditions, record=record)
    for rule in in_order(asked.rules):
        run.ask(rule)
    return Decision(tuple(run.done), tuple(run.trail))


@dataclass
class _Run:
    row: dict[str, Any]
    lines_name: str | None
    instant: datetime
    explained: bool
    left: int
    record: Record | None = None
    done: list[Done] = field(default_factory=list)
    trail: list[Entry] = field(default_factory=list)
    # Which rule stopped the whole (None), or the line of this place.
    stopped: dict[int | None, str] = field(default_factory=dict)
    # Which rule has set a name, of the whole or of a line.
    setters: dict[tuple[int | None, str], str] = field(default_factory=dict)

    def ask(self, rule: ReadyRule) -> None:
        if not rule.in_force.holds(self.instant):
            self.trail.append(Entry(rule, Verdict.NOT_IN_FORCE, why="not in force at this instant"))
        elif rule.scope != LINE or None in self.stopped:
            self.ask_of(rule, None, self.row)
        else:
            self.ask_each_line(rule)

    def ask_each_line(self, rule: ReadyRule) -> None:
        lines = self.row.get(self.lines_name or "")
        if lines is None:
            self.trail.append(Entry(rule, Verdict.MISSING_INPUT, why=f"{self.lines_name} is missing"))
            return
        for at, line in enumerate(lines if isinstance(lines, list) else [None]):
            if isinstance(line, dict):
                self.ask_of(rule, at, LineRow(self.row, line))
            else:
                self.spend()
                self.trail.append(Entry(rule, Verdict.ERROR, at, "this is no line"))

    def spend(self) -> None:
        """Also for a line that is not asked any more: it has its place in the trail."""
        self.left -= 1
        if self.left < 0:
            raise TooMuchToAsk("more conditions, rules times lines, than one decision asks")

    def ask_of(self, rule: ReadyRule, line: int | None, row: Row) -> None:
        self.spend()
        by = self.stopped.get(None) or self.stopped.get(line)
        if by is not None:
            self.trail.append(Entry(rule, Verdict.STOPPED, line, f"{by} fired, and stops"))
            return
        entry = self.answered(rule, line, row)
        if entry.verdict is Verdict.FIRED:
            entry = self.fire(entry, row)
        self.trail.append(entry)

    def answered(self, rule: ReadyRule, line: int | None, row: Row) -> Entry:
        if not self.explained:
            found = answer(rule.condition.root, Moment(row, self.instant, record=self.record))
            return Entry(rule, _VERDICTS[outcome_of(found)], line, found.reason if isinstance(found, Gap) else None)
        told = explain(rule.condition, row, self.instant)
        assert told.outcome is not None, "a condition answers yes or no"  # noqa: S101
        return Entry(rule, _VERDICTS[told.outcome], line, why(told), told)

    def fire(self, entry: Entry, row: Row) -> Entry:
        """All that it computes first: a rule whose value cannot be had does nothing at all."""
        values = [_value(action, row, self.instant) for action in entry.rule.actions]
        gap = next((value for value in values if isinstance(value, Gap)), None)
        if gap is not None:
            return Entry(entry.rule, _VERDICTS[gap.outcome], entry.line, f"to be set: {gap.reason}", entry.explanation)
        for action, value in zip(entry.rule.actions, values, strict=True):
            self.do(entry, action, None if isinstance(value, Gap) else value)
        if entry.rule.stops:
            self.stopped[entry.line] = entry.rule.id
        return entry

    def do(self, entry: Entry, action: Action, value: Value | None) -> None:
        before = None
        if action.target is not None:
            before = self.setters.setdefault((entry.line, action.target), entry.rule.id)
            if before == entry.rule.id:
                self.set(entry.line, action.target, value)
                before = None
        self.done.append(Done(entry.rule, action, entry.line, value, before))

    def set(self, line: int | None, target: str, value: Value | None) -> None:
        if line is None:
            self.row[target] = value
        else:
            self.row[self.lines_name or ""][line][target.partition(".")[2]] = value


def _value(action: Action, row: Row, instant: datetime) -> Value | Gap | None:
    return action.value if action.expression is None else answer(action.expression, Moment(row, instant))
