"""What a catalog's rules take from this repository: where that is now, and what has changed since it was published."""

from dataclasses import dataclass
from uuid import UUID

from catalog_admin.artefacts.differing.model import Change
from catalog_admin.artefacts.differing.trees import difference
from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.model import paths, reach
from catalog_admin.catalogs.model.reference import Pin, Reference, Unresolved
from catalog_admin.catalogs.model.ruleset import Rule
from catalog_admin.kit.work import Reads
from catalog_admin.publishing.pins import RulePin
from catalog_admin.publishing.released import newest_released
from catalog_admin.rules.desk import reading
from rulestore.errors import NoSuchRevision
from rulestore.mirror import Mirrors
from rulestore.model import Oid
from rulestore.store import Store
from rulestore.workshop import blob_at

STEPS_COUNTED = 100


@dataclass(frozen=True)
class Behind:
    """`steps` commits have changed the file since (a hundred stand for more), to this in meaning."""

    steps: int
    changes: list[Change]


UP_TO_DATE = Behind(0, [])


@dataclass(frozen=True)
class Referring:
    """A rule of the draft, what it refers to, and where that is; `published` is what the newest publication took."""

    node_id: UUID
    path: str
    rule: Rule
    ref: Reference
    now: Pin | None
    fault: Unresolved | None
    published: RulePin | None
    behind: Behind


def references_of(reads: Reads, mirrors: Mirrors, catalog_key: str) -> list[Referring]:
    """In the order of nodes. Raises CatalogNotFound, OutOfGrant."""
    catalog = catalogs.catalog(reads, catalog_key)
    reach.must_read(reads.actor, catalog.key)
    standing = catalogs.draft_rules(reads, catalog.id).standing
    referring = [
        (tpath, each.node_id, rule, rule.ref)
        for tpath, each in sorted(standing.items())
        for rule in each.rules
        if rule.ref is not None
    ]
    if not referring:
        return []
    released = newest_released(reads, [catalog.key]).get(catalog.key)
    published = {pin.ref: pin for pin in (released.pins if released else ())}
    asked = {ref: (published[ref], rule.pin) for *_, rule, ref in referring if ref in published}
    behind = _behind(reads, mirrors, asked)
    return [
        Referring(
            UUID(str(node_id)),
            paths.path_of(tpath),
            rule,
            ref,
            rule.pin,
            rule.fault,
            published.get(ref),
            behind.get(ref, UP_TO_DATE),
        )
        for tpath, node_id, rule, ref in referring
    ]


def _behind(
    reads: Reads, mirrors: Mirrors, asked: dict[Reference, tuple[RulePin, Pin | None]]
) -> dict[Reference, Behind]:
    """Of those that have moved; no mirror is asked where none has."""
    moved = {ref: pair for ref, pair in asked.items() if pair[1] is None or pair[0].blob != pair[1].blob}
    if not moved:
        return {}
    with reading(reads, mirrors) as store:
        return {
            ref: Behind(_steps(store, ref, was), _changes(store, ref, was, now)) for ref, (was, now) in moved.items()
        }


def _steps(store: Store, ref: Reference, was: RulePin) -> int:
    """How many of the file's states are newer than the one that was published."""
    try:
        past = store.history(ref.at, ref.file, STEPS_COUNTED)
    except NoSuchRevision:
        return 0
    newer = (count for count, step in enumerate(past) if step.after is not None and step.after.hex() == was.blob)
    return next(newer, len(past))


def _changes(store: Store, ref: Reference, was: RulePin, now: Pin | None) -> list[Change]:
    commit = was.commit if now is None else now.commit
    wanted = [was.blob] if now is None else [was.blob, now.blob]
    before, *after = store.ask(commit, lambda graph, _: [blob_at(graph, Oid(bytes.fromhex(blob))) for blob in wanted])
    return difference({ref.file: before}, {ref.file: after[0]} if after else {})
