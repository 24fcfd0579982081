"""The rules of a node as they are stored: canonical logic, the same as text, masks of rules from above."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from catalog_admin.catalogs.errors import BadRuleset
from catalog_admin.catalogs.model import paths
from catalog_admin.catalogs.model.draft import Effect
from catalog_admin.catalogs.model.reference import Pin, Reference, Unresolved, read_reference
from catalog_admin.kit.ids import NodeId

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Rule:
    """`when` is canonical JSONLogic and decides; `text` is the same in the short form.

    A mandatory exclude beats manual assignment. `audience` are claims of which a reader needs one. Where the condition
    stands in the rule repository `ref` names it, and what it says is known once it was looked up (`referring`): `pin`
    says what was found, `fault` why nothing was.
    """

    key: str
    effect: Effect
    when: Any
    text: str
    mandatory: bool = False
    description: str | None = None
    audience: dict[str, list[str]] | None = None
    ref: Reference | None = None
    pin: Pin | None = None
    fault: Unresolved | None = None


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
    """The stored form; what nobody said is left out. Of a reference: the reference, not what it led to."""
    return {"rules": [_rule_body(rule) for rule in rules], "masks": _masks_body(masks)}


def frozen_body_of(rules: tuple[Rule, ...], masks: tuple[Mask, ...]) -> dict[str, Any]:
    """The published form: the same, and of a reference what it led to, by content. Commits that do not change the
    file change nothing here.
    """
    return {"rules": [_rule_body(rule) | _found_body(rule) for rule in rules], "masks": _masks_body(masks)}


def stored_body(frozen: dict[str, Any]) -> dict[str, Any]:
    """What was said, of the published form."""
    read = ruleset_from(NodeId(NOBODY), 0, {"rules": [], "masks": [], **frozen})
    return body_of(read.rules, read.masks)


def _masks_body(masks: tuple[Mask, ...]) -> list[dict[str, Any]]:
    return [{"key": mask.key} | ({"privileged": True} if mask.privileged else {}) for mask in masks]


def _rule_body(rule: Rule) -> dict[str, Any]:
    body: dict[str, Any] = {"key": rule.key, "effect": rule.effect}
    body |= {"when": rule.when, "text": rule.text} if rule.ref is None else {"ref": str(rule.ref)}
    if rule.mandatory:
        body["mandatory"] = True
    if rule.description is not None:
        body["description"] = rule.description
    if rule.audience is not None:
        body["audience"] = rule.audience
    return body


def _found_body(rule: Rule) -> dict[str, Any]:
    if rule.ref is None or rule.pin is None:
        return {}
    return {"when": rule.when, "text": rule.text, "blob": rule.pin.blob}


def ruleset_from(node_id: NodeId, version: int, body: dict[str, Any], changed_at: datetime | None = None) -> Ruleset:
    """Of either form."""
    return Ruleset(
        node_id,
        version,
        tuple(map(_rule_from, body["rules"])),
        tuple(Mask(**mask) for mask in body["masks"]),
        changed_at,
    )


def _rule_from(body: dict[str, Any]) -> Rule:
    """Which commit a published condition stood in is nothing that the version says: its publication does."""
    if "ref" not in body:
        return Rule(**body)
    said = {"when": None, "text": "", **body, "ref": read_reference(body["ref"])}
    blob = said.pop("blob", None)
    return Rule(**said, pin=Pin("", blob) if blob is not None else None)
