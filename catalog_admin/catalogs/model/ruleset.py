"""The rules of a node as they are stored: canonical logic, the same as text, masks of rules from above."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from catalog_admin.catalogs.errors import BadRuleset
from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Effect
from catalog_admin.kit.ids import NodeId


@dataclass(frozen=True, slots=True)
class Rule:
    """`when` is canonical JSONLogic and decides; `text` is the same in the short form.

    A mandatory exclude beats manual assignment. `audience` are claims of which a reader needs one.
    """

    key: str
    effect: Effect
    when: Any
    text: str
    mandatory: bool = False
    description: str | None = None
    audience: dict[str, list[str]] | None = None


@dataclass(frozen=True, slots=True)
class Mask:
    """Lifts exclude rules of this key that come from above; a mandatory one only if `privileged` people said so."""

    key: str
    privileged: bool = False


@dataclass(frozen=True, slots=True)
class Ruleset:
    """`version` grows with every change, deletions included."""

    node_id: NodeId
    version: int
    rules: tuple[Rule, ...]
    masks: tuple[Mask, ...]
    changed_at: datetime | None = None

    def rules_of(self, effect: Effect) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.effect == effect)


def check_form(key: str, effect: str, audience: Any, pointer: str) -> None:
    """Whatever way a rule came in; raises BadRuleset for what would be stored and never apply."""
    if not paths.KEY.fullmatch(key):
        said = f"{key[:80]!r} is no key of a rule: A-Z, a-z, 0-9, _ and -, 1 to 63 of them"
        raise BadRuleset(said, pointer=f"{pointer}/key")
    if effect not in get_args(Effect):
        raise BadRuleset(f"a rule includes or excludes; {effect[:40]!r} is neither", pointer=f"{pointer}/effect")
    if audience is not None and not _is_audience(audience):
        said = 'an audience is claims and the values that will do, as in {"segment": ["internal"]}'
        raise BadRuleset(said, pointer=f"{pointer}/audience")


def _is_audience(said: Any) -> bool:
    return isinstance(said, dict) and bool(said) and all(_is_claim(*each) for each in said.items())


def _is_claim(name: Any, values: Any) -> bool:
    texts = [name, *values] if isinstance(values, list) else []
    return len(texts) > 1 and all(isinstance(text, str) and text for text in texts)


def body_of(rules: tuple[Rule, ...], masks: tuple[Mask, ...]) -> dict[str, Any]:
    """The stored form; what nobody said is left out."""
    return {
        "rules": [_rule_body(rule) for rule in rules],
        "masks": [{"key": mask.key} | ({"privileged": True} if mask.privileged else {}) for mask in masks],
    }


def _rule_body(rule: Rule) -> dict[str, Any]:
    body: dict[str, Any] = {"key": rule.key, "effect": rule.effect, "when": rule.when, "text": rule.text}
    if rule.mandatory:
        body["mandatory"] = True
    if rule.description is not None:
        body["description"] = rule.description
    if rule.audience is not None:
        body["audience"] = rule.audience
    return body


def ruleset_from(node_id: NodeId, version: int, body: dict[str, Any], changed_at: datetime | None = None) -> Ruleset:
    return Ruleset(
        node_id,
        version,
        tuple(Rule(**rule) for rule in body["rules"]),
        tuple(Mask(**mask) for mask in body["masks"]),
        changed_at,
    )
