"""The difference between what is wanted and what is there; pure, so it can be shown before anything happens."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bundles.model import ORDER, Kind, Scope, State, Thing

NO_CHANGE, CHANGES, DELETIONS = 0, 2, 6


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True)
class Step:
    action: Action
    before: Thing | None
    after: Thing | None

    @property
    def thing(self) -> Thing:
        """What it is about: as it will be, or as it was if it goes."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a step without both sides is never made
        return found

    @property
    def kind(self) -> Kind:
        return self.thing.kind

    @property
    def fields(self) -> tuple[str, ...]:
        """Which members change; nothing for what comes or goes as a whole."""
        if self.before is None or self.after is None:
            return ()
        old, new = self.before.body, self.after.body
        return tuple(sorted(name for name in {*old, *new} if old.get(name) != new.get(name)))

    def __str__(self) -> str:
        sign = {Action.CREATE: "+", Action.UPDATE: "~", Action.DELETE: "-"}[self.action]
        return f"{sign} {self.thing}" + (f" ({', '.join(self.fields)})" if self.fields else "")


@dataclass(frozen=True)
class Plan:
    """Steps in an order that can be carried out: made from the ground up, taken away from the top down."""

    steps: tuple[Step, ...]
    unchanged: Mapping[Kind, int]

    @property
    def exit_code(self) -> int:
        """0 nothing to do, 2 changes, 6 changes that delete."""
        if any(step.action == Action.DELETE for step in self.steps):
            return DELETIONS
        return CHANGES if self.steps else NO_CHANGE

    def counts(self) -> dict[Action, int]:
        found = Counter(step.action for step in self.steps)
        return {action: found[action] for action in Action}

    def of(self, *kinds: Kind) -> Iterator[Step]:
        return (step for step in self.steps if step.kind in kinds)

    def summary(self) -> str:
        counts = self.counts()
        said = ", ".join(f"{counts[action]} to {action}" for action in Action)
        return f"{said}, {sum(self.unchanged.values())} unchanged"


def difference(wanted: State, current: State, scope: Scope) -> Plan:
    """What turns `current` into `wanted`; things outside the scope are never deleted. Linear in both."""
    unchanged: Counter[Kind] = Counter()
    made: list[Step] = []
    for new in wanted:
        old = current.get(new.id)
        if old is None:
            made.append(Step(Action.CREATE, None, new))
        elif old.body != new.body:
            made.append(Step(Action.UPDATE, old, new))
        else:
            unchanged[new.kind] += 1
    gone = [Step(Action.DELETE, old, None) for old in current if old.id not in wanted and scope.covers(old)]
    return Plan((*_bottom_up(made), *reversed(_bottom_up(gone))), unchanged)


def _bottom_up(steps: Iterable[Step]) -> list[Step]:
    """Kinds in order, parents before their children; otherwise as they were said."""
    return sorted(steps, key=lambda step: (ORDER[step.kind], _depth(step.thing)))


def _depth(thing: Thing) -> int:
    return thing.key.count(".") if thing.kind == Kind.NODE else 0


def after(current: State, plan: Plan) -> State:
    """What will be there once the plan is carried out: the ground for planning the next stage of a history."""
    state = State(current)
    for step in plan.steps:
        if step.after is None:
            state.drop(step.thing.id)
        else:
            state.put(step.after)
    return state


def as_json(plan: Plan) -> dict[str, Any]:
    return {
        "summary": {str(action): count for action, count in plan.counts().items()},
        "unchanged": {str(kind): count for kind, count in plan.unchanged.items()},
        "steps": [
            {"action": str(step.action), "kind": str(step.kind), "key": step.thing.key, "fields": list(step.fields)}
            for step in plan.steps
        ],
    }
