"""What expressions may look at during one decision, and how much of it is left to be spent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.tables import border
from catalog_admin.artefacts.tables.fence import INSTANT, Safe
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.predicates.model import Gap, failed, missing

# A step over a long text takes longer; so many characters are one more.
_CHARACTERS_A_STEP = 64
# Where no value is tested.
NOTHING = object()


@dataclass(slots=True)
class Budget:
    """Counted, not timed: the same decision ends the same way on every machine."""

    left: int

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise border.Uncrossable("the decision needs more steps than a decision has")


@dataclass(slots=True)
class Sight:
    """A context at an instant; each name in it is written out for zen once."""

    context: Mapping[str, Any]
    instant: datetime
    budget: Budget
    written: dict[str, str] = field(default_factory=dict)
    weights: dict[str, tuple[int, int]] = field(default_factory=dict)
    asked: dict[tuple[str, str], bool | Gap] = field(default_factory=dict)

    def value(self, path: Path, tested: Any = NOTHING) -> Any:
        """None where nothing is; a path that begins with `$` is one into what is tested."""
        if tested is not NOTHING and path[0] == "$":
            return at(tested, path[1:])
        return at(self.context, path)

    def gap(self, safe: Safe, tested: Any = NOTHING) -> Gap | None:
        """The first thing that the expression expects and nobody gave, or by which nothing can be divided."""
        absent = [path for path in safe.expected if self.value(path, tested) is None]
        absent += [(*source, *member) for source, member in safe.of_items if self.lacks(source, member, tested)]
        if absent:
            return missing(".".join(min(absent)))
        zeros = [path for path in safe.divisors if _is_zero(self.value(path, tested))]
        return failed(f"{'.'.join(min(zeros))} is 0, and nothing is divided by zero") if zeros else None

    def lacks(self, source: Path, member: Path, tested: Any) -> bool:
        """Whether an item of the list is without the member."""
        items = self.value(source, tested)
        listed = items.values() if isinstance(items, Mapping) else items if isinstance(items, list | tuple) else ()
        return any(at(item, member) is None for item in listed)

    def fragment(self, safe: Safe, tested: Any = NOTHING) -> str:
        """The part of the context that the expression reads, as JSON; raises Uncrossable."""
        names = sorted({path[0] for path in safe.reads if path[0] in self.context})
        weights = [self.weight(name) for name in names]
        parts = [f"{border.json_text(name)}:{self.text(name)}" for name in names]
        if tested is not NOTHING:
            parts.append(f'"$":{border.json_text(tested)}')
            weights.append(border.weight(tested))
        self.refuse_clock(safe, tested)
        if safe.reads_clock:
            parts.append(f'"{INSTANT}":{int(self.instant.astimezone(UTC).timestamp())}')
        self.budget.spend(_steps(safe, weights))
        return f"{{{','.join(parts)}}}"

    def text(self, name: str) -> str:
        if name not in self.written:
            self.written[name] = border.json_text(self.context[name])
        return self.written[name]

    def weight(self, name: str) -> tuple[int, int]:
        if name not in self.weights:
            self.text(name)  # bounded first: weighing walks all of it
            self.weights[name] = border.weight(self.context[name])
        return self.weights[name]

    def refuse_clock(self, safe: Safe, *values: Any) -> None:
        """zen's time functions read the text `now` as the clock, whoever wrote it."""
        read = [self.context[path[0]] for path in safe.reads if path[0] in self.context]
        if safe.of_time and any(map(border.says_now, [*read, *values])):
            raise border.Uncrossable("an input says `now`, and the clock is no input")


def at(found: Any, path: Path) -> Any:
    """What lies at the path, by names of objects and places in lists; None where nothing does."""
    for name in path:
        if isinstance(found, Mapping):
            found = found.get(name)
        elif isinstance(found, list | tuple) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return None
    return found


def _is_zero(value: Any) -> bool:
    return isinstance(value, int | Decimal | float) and not isinstance(value, bool) and value == 0


def _steps(safe: Safe, weights: list[tuple[int, int]]) -> int:
    items = max((each[0] for each in weights), default=1) if safe.over_items else 1
    longest = max((each[1] for each in weights), default=0)
    return safe.steps * items * (1 + longest // _CHARACTERS_A_STEP)


def wrong(reason: border.Uncrossable) -> Gap:
    return failed(str(reason))
