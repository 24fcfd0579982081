"""Which catalogs take a condition from this repository: by what their drafts say, and by what they published last."""

from dataclasses import dataclass

from sqlalchemy import text

from catalog_admin.catalogs.model import reach
from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing import pins
from catalog_admin.publishing.pins import RulePin
from catalog_admin.rules.using import Use, every_use

PUBLISHED = """
    SELECT e.key AS environment_key, c.key AS catalog_key, p.rule_pins
    FROM environment e
    CROSS JOIN LATERAL (
        SELECT DISTINCT p.catalog_key AS key FROM publication p
        WHERE p.tenant_id = e.tenant_id AND p.environment_id = e.environment_id AND p.rule_pins IS NOT NULL
    ) c
    CROSS JOIN LATERAL (
        SELECT p.rule_pins FROM publication p
        WHERE p.tenant_id = e.tenant_id AND p.environment_id = e.environment_id AND p.catalog_key = c.key
            AND p.released
        ORDER BY p.published_at DESC, p.publication_id DESC LIMIT 1
    ) p
    WHERE e.tenant_id = :tenant AND p.rule_pins IS NOT NULL
    ORDER BY e.key COLLATE "C", c.key COLLATE "C"
"""


@dataclass(frozen=True)
class PublishedUse:
    """A catalog whose newest publication took the condition from there; `has_moved`: the channel has another by now."""

    environment: str
    catalog: str
    pin: RulePin
    has_moved: bool


def uses(tx: Reads | Work, file: str) -> list[Use]:
    """In the drafts that the reader reaches."""
    return [each for each in every_use(tx) if each.file == file and _is_reached(tx, each)]


def published_uses(tx: Reads | Work, file: str) -> list[PublishedUse]:
    """In the catalogs that the reader reaches."""
    actor, found = tx.actor, []
    for row in tx.session.execute(text(PUBLISHED), {"tenant": tx.tenant}).all():
        if actor.may_use(row.environment_key) and reach.may_read(actor, row.catalog_key):
            found += [(row, pin) for pin in pins.read(row.rule_pins) if pin.file == file]
    moved = set(pins.moved(tx, {"": tuple({pin for _, pin in found})})[""])
    return [PublishedUse(row.environment_key, row.catalog_key, pin, pin in moved) for row, pin in found]


def _is_reached(tx: Reads | Work, use: Use) -> bool:
    return tx.actor.may_use(use.environment) and reach.may_read(tx.actor, use.catalog, use.path)
