"""A draft made to say again what a version says; what it said is frozen first, so that there is a way back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import text

from catalog_admin.catalogs import commands as catalogs_commands
from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.commands.replacing import Replaced, WantedAssignment, WantedDraft, hold_draft
from catalog_admin.catalogs.model import reach
from catalog_admin.catalogs.model.ruleset import stored_body
from catalog_admin.events import commands as events
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import job_kind
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.ids import EnvironmentId, JobId
from catalog_admin.kit.work import Database, Reads, Work
from catalog_admin.products import queries as products
from catalog_admin.publishing import by_hand, naming, said
from catalog_admin.publishing import commands as publishing
from catalog_admin.publishing.desk import Desk
from catalog_admin.publishing.errors import DraftChangedMeanwhile
from catalog_admin.publishing.foreground import Foreground
from catalog_admin.publishing.freezing import kept_as_version
from catalog_admin.publishing.model import VersionRef, body_of
from catalog_admin.publishing.place import holds, of_version

RESTORE = "publishing.restore"
CARDS_AT_ONCE = 2_000
MOST_NAMED = 20


@dataclass(frozen=True)
class RestoreWish:
    """`version` is a digest once it was asked: a tag may move meanwhile. `expected` is the catalog's ETag."""

    catalog_key: str
    version: str
    keep_draft: bool = True
    expected: str = "*"

    def params(self) -> dict[str, Any]:
        return {
            "catalog": self.catalog_key,
            "version": self.version,
            "keepDraft": self.keep_draft,
            "expected": self.expected,
        }

    @classmethod
    def of(cls, params: dict[str, Any]) -> "RestoreWish":
        return cls(params["catalog"], params["version"], params["keepDraft"], params["expected"])


@dataclass(frozen=True)
class Told:
    """Something that is not as the version has it; `count` in all, the first of them by name."""

    code: str
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Restored:
    """`draft_before` holds what the draft said until now: restoring that undoes this. None if nobody wanted it kept."""

    version: VersionRef
    draft_before: str | None
    counts: dict[str, int]
    warnings: tuple[Told, ...]

    def report(self) -> dict[str, Any]:
        return {
            "version": self.version.hex,
            "draftBefore": self.draft_before,
            "changes": self.counts,
            "warnings": [{"code": w.code, "count": w.count, "names": list(w.names)} for w in self.warnings],
        }


def ask_to_restore(work: Work, wish: RestoreWish) -> JobId:
    """What can be refused at once is; raises NotPermitted, CatalogNotFound, Stale, VersionNotFound."""
    version = _check(work, wish)
    return jobs.enqueue(work, RESTORE, replace(wish, version=version.hex).params())


def restore_draft(
    database: Database,
    actor: Actor,
    environment: EnvironmentId,
    wish: RestoreWish,
    *,
    environment_key: str,
    request_id: str = "",
    on_progress: Callable[[int, str], None] | None = None,
) -> Restored:
    """Here and now, by the very code the job runs."""
    desk = Foreground(database, actor, environment, environment_key, request_id, on_progress)
    return _restore(desk, wish, lambda work, restored: None)


@job_kind(RESTORE, resumable=True, turn=publishing.turn_of)
def run_restore(context: JobContext) -> dict[str, Any]:
    if context.last_checkpoint is not None:
        return context.last_checkpoint
    wish = RestoreWish.of(context.params)
    return _restore(context, wish, lambda work, restored: context.checkpoint(work, restored.report())).report()


def _restore(desk: Desk, wish: RestoreWish, remember: Callable[[Work, Restored], None]) -> Restored:
    with desk.work() as work:
        version = _check(work, wish)
    with publishing.queue(desk, wish.catalog_key):
        state, kept = _state(desk, wish.catalog_key), None
        if wish.keep_draft:
            note = f"the draft before {version.hex[:12]} was restored"
            kept = kept_as_version(desk, wish.catalog_key, note, lambda work, kept: None).publication.version.hex
        desk.progress(97, "comparing rate plans")
        with _fresh(desk) as reads:
            warnings = list(_changed_since(reads, version))
        desk.check_cancelled()
        desk.progress(98, "restoring")
        with desk.work() as work:
            _refuse_changed(work, wish, state)
            restored = _put(work, wish, version, kept, warnings)
            remember(work, restored)
    desk.progress(100, "restored")
    return restored


def _check(work: Work, wish: RestoreWish) -> VersionRef:
    reach.must_edit(work.actor, wish.catalog_key)
    catalog = catalogs.catalog(work, wish.catalog_key)
    Expected(wish.expected).check(catalog.revision)
    return naming.version(work, wish.catalog_key, wish.version)


def _state(desk: Desk, catalog_key: str) -> str:
    with _fresh(desk) as reads:
        return catalogs.draft_state(reads, catalogs.catalog(reads, catalog_key).id)


def _refuse_changed(work: Work, wish: RestoreWish, state: str) -> None:
    """Raises DraftChangedMeanwhile: what was edited since the draft was frozen would be in no version."""
    home = hold_draft(work, wish.catalog_key)
    if wish.keep_draft and catalogs.draft_state(work, home.id) != state:
        raise DraftChangedMeanwhile(
            "somebody edited the draft while it was frozen; nothing was restored", suggestion="look at it and ask again"
        )


def _put(work: Work, wish: RestoreWish, version: VersionRef, kept: str | None, warnings: list[Told]) -> Restored:
    wanted = _wanted(work, version)
    done = catalogs_commands.replace_draft(
        work, wish.catalog_key, wanted, Expected(wish.expected), {"version": version.hex, "draftBefore": kept}
    )
    naming.version_by_digest(work, version.digest)  # retired meanwhile, not all of it may have been there to read
    restored = Restored(version, kept, done.counts, (*warnings, *_left_out(done, wanted)))
    events.emit(work, type="DraftRestored", subject=f"catalog:{wish.catalog_key}", data=restored.report())
    return restored


def _left_out(done: Replaced, wanted: WantedDraft) -> Iterator[Told]:
    found = {
        "assigned_rate_plans_gone": done.plans_gone,
        "attributes_gone": sorted(set(done.attributes_gone)),
        "rules_broken": done.rules_broken,
    }
    for code, names in found.items():
        if names:
            yield _told(code, names)
    if wanted.spares_exclusions:
        yield Told("exclusions_unknown", 0)


def _told(code: str, names: list[str]) -> Told:
    return Told(code, len(names), tuple(names[:MOST_NAMED]))


def _fresh(desk: Desk) -> Reads:
    return desk.database.reads(desk.actor, desk.environment, environment_key=desk.environment_key, may_lag=False)


HOLDS = holds("p")


def _wanted(work: Work, ref: VersionRef) -> WantedDraft:
    kept = by_hand.kept_of(work, ref)
    shown = [
        WantedAssignment(UUID(node), place.plan_key, "include", place.pin, place.rank)
        for node, place in said.shown_by_hand(work, ref)
    ]
    beside = [
        WantedAssignment(UUID(each.node_id), each.plan_key, each.effect, each.pin, each.rank) for each in kept or ()
    ]
    rulesets = {UUID(body.pop("node")): body for body in said.bodies(work, ref, "ruleset")}
    [settings] = said.bodies(work, ref, "catalog")
    return WantedDraft(
        settings={
            name: settings.get(name, empty) for name, empty in (("name", {}), ("locales", []), ("currencies", []))
        },
        nodes=list(_nodes(work, ref)),
        rulesets={
            node: stored_body({"rules": body.get("rules", []), "masks": body.get("masks", [])})
            for node, body in rulesets.items()
        },
        assignments=[*shown, *beside],
        spares_exclusions=kept is None,
    )


def _nodes(work: Work, ref: VersionRef) -> Iterator[dict[str, Any]]:
    for row, body in said.nodes(work, ref):
        yield {
            "node_id": body["id"],
            "parent_id": body.get("parent"),
            "key": body["key"],
            "tpath": row["tpath"],
            "type": body["type"],
            "meta": body.get("meta", {}),
            "attributes": body.get("attributes", {}),
            "sort_key": body.get("sortKey", 0),
            "active_from": body.get("activeFrom"),
            "active_to": body.get("activeTo"),
        }


def _changed_since(reads: Reads, ref: VersionRef) -> Iterator[Told]:
    """Rate plans on the version's shelves that are gone or say something else now: they are nobody's draft."""
    found = reads.session.execute(
        text(f"SELECT p.plan_id, p.key, p.body_hash FROM published_plan p WHERE {HOLDS}"),  # noqa: S608
        of_version(reads, ref),
    )
    then = {row.key: (row.plan_id, bytes(row.body_hash)) for row in found}
    changed, living = [], set()
    keys = sorted(then)
    for some in (keys[at : at + CARDS_AT_ONCE] for at in range(0, len(keys), CARDS_AT_ONCE)):
        for chunk in products.cards(reads, [then[key][0] for key in some]):
            living |= {card["key"] for card in chunk}
            changed += [card["key"] for card in chunk if sha256(body_of(card)).digest() != then[card["key"]][1]]
    if gone := [key for key in keys if key not in living]:
        yield _told("rate_plans_gone", gone)
    if changed:
        yield _told("rate_plans_changed", sorted(changed))
