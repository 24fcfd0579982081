"""Where the conditions stood that a publication took from the rule repository.

The version names them by content: a commit that leaves a file as it is makes no other version. Which commit it was, the
publication keeps, beside the instant at which the rules were asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import orjson

from catalog_admin.catalogs import referring
from catalog_admin.catalogs.model.reference import Found, Pin, Reference
from catalog_admin.catalogs.model.ruleset import Rule, Ruleset
from catalog_admin.kit.work import Reads, Work

Where = TypeVar("Where")


@dataclass(frozen=True, slots=True, order=True)
class RulePin:
    """`is_channel`: its revision moves. Then what stands there may be another condition by now."""

    file: str
    at: str
    commit: str
    blob: str
    is_channel: bool

    @property
    def ref(self) -> Reference:
        return Reference(self.file, self.at)


Pins = tuple[RulePin, ...]


def pins_of(rulesets: Iterable[Ruleset]) -> Pins:
    """Of rules that were looked up."""
    rules = (rule for each in rulesets for rule in each.rules)
    found = {
        RulePin(rule.ref.file, rule.ref.at, rule.pin.commit, rule.pin.blob, rule.pin.is_channel)
        for rule in rules
        if rule.ref is not None and rule.pin is not None
    }
    return tuple(sorted(found))


def written(pins: Pins) -> str | None:
    """As a publication keeps them; nothing of one that has none."""
    told = [
        {"file": each.file, "at": each.at, "commit": each.commit, "blob": each.blob, "channel": each.is_channel}
        for each in pins
    ]
    return orjson.dumps(told).decode() if told else None


def said_of(pins: Pins) -> list[str]:
    """For the trail and for events."""
    return [f"{each.file.removesuffix('.json')}@{each.commit}" for each in pins]


def read(kept: list[dict[str, Any]] | None) -> Pins:
    return tuple(
        RulePin(each["file"], each["at"], each["commit"], each["blob"], each["channel"]) for each in kept or ()
    )


def pinned(standing: Mapping[Where, Ruleset], pins: Pins) -> dict[Where, Ruleset]:
    """Rulesets as a version says them, with what its publication knows of their conditions."""
    known = {(each.ref, each.blob): Pin(each.commit, each.blob, each.is_channel) for each in pins}
    return {
        where: replace(each, rules=tuple(_pinned(rule, known) for rule in each.rules))
        for where, each in standing.items()
    }


def _pinned(rule: Rule, known: Mapping[tuple[Reference, str], Pin]) -> Rule:
    if rule.ref is None or rule.pin is None:
        return rule
    return replace(rule, pin=known.get((rule.ref, rule.pin.blob), rule.pin))


def moved(tx: Reads | Work, pins: Mapping[str, Pins]) -> dict[str, Pins]:
    """By catalog, those whose channel has another condition now, or none: in one look for all of them."""
    channels = {each.ref for some in pins.values() for each in some if each.is_channel}
    found = referring.looked_up(tx, channels)

    def has_moved(pin: RulePin) -> bool:
        now = found.get(pin.ref)
        return pin.is_channel and not (isinstance(now, Found) and now.pin.blob == pin.blob)

    return {key: tuple(filter(has_moved, some)) for key, some in pins.items()}
