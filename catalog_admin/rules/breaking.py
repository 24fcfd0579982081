"""What a change of a branch would make of the conditions that catalogs take from there: some cannot be used any more.

Asked of whatever moves a branch, or would. Two statements, each by an index, find that nobody refers to what was
touched, as of most files nobody does; nothing else is looked at then. A condition is judged once for each environment,
by what can be read there.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.kinds.labels import label_of
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.artefacts.kinds.paths import kind_at
from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.model.reference import Unresolved
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.conditions import value_in, while_in_force
from catalog_admin.rules.model import NONE_BROKEN, Broken, Unusable
from catalog_admin.rules.using import ServedUse, Use, is_told, served_uses, uses_at
from rulestore.comparing import Changed
from rulestore.workshop import Source, blob_at

# Of each environment; of whoever else refers to the same files it is only said that there are more.
MOST_LOOKED_AT = 1000
Referrer = Use | ServedUse


@dataclass(frozen=True)
class Touched:
    """A condition that a change makes another one, or takes away; `now_at`: the file that is called so then, if any."""

    path: str
    before: bytes
    after: bytes | None
    now_at: str | None = None


def touched(source: Source, changed: Sequence[Changed]) -> list[Touched]:
    """Of what differs between two commits, the conditions that were there before."""
    conditions = [each for each in changed if kind_at(each.path) is ArtefactKind.PREDICATE]
    gone = any(each.after is None for each in conditions)
    new = dict(_named(source, conditions)) if gone else {}
    found = []
    for path, before, after in ((each.path, each.before, each.after) for each in conditions):
        if before is not None and before != after:
            content = blob_at(source, before)
            now_at = new.get(label_of(path, content).id) if after is None else None
            found.append(Touched(path, content, blob_at(source, after) if after else None, now_at))
    return found


def _named(source: Source, changed: Sequence[Changed]) -> Iterator[tuple[str | None, str]]:
    """Of new files what they are called, to find again what was moved."""
    for each in changed:
        if each.before is None and each.after is not None:
            name = label_of(each.path, blob_at(source, each.after)).id
            if name is not None:
                yield name, each.path


def broken_by(tx: Reads | Work, branch: str, changes: Sequence[Touched]) -> Broken:
    """What could be used before, and not afterwards."""
    files = [each.path for each in changes]
    if not files:
        return NONE_BROKEN
    drafts = uses_at(tx, files, branch, MOST_LOOKED_AT + 1)
    served = [each for each in served_uses(tx, files) if each.pin.is_channel and each.pin.at == branch]
    if not drafts and not served:
        return NONE_BROKEN
    everybody: list[Referrer] = [*drafts, *served]
    judged = _Judging(tx, changes, {each.environment_id for each in everybody})
    told: list[tuple[Referrer, Finding]] = []
    untold: list[tuple[Referrer, Finding]] = []
    for use, finding in _found(drafts, served, judged):
        (told if is_told(tx.actor, use) else untold).append((use, finding))
    return Broken(
        tuple(_unusable(use, finding) for use, finding in told),
        len(untold),
        sum(finding.severity is Severity.ERROR for _, finding in untold),
        _is_more(drafts),
    )


def _found(
    drafts: Sequence[Use], served: Sequence[ServedUse], judged: "_Judging"
) -> Iterator[tuple[Referrer, Finding]]:
    """Of a catalog whose draft is told of, nothing else need be said."""
    known = {(each.environment_id, each.catalog, each.file) for each in drafts}
    others = [each for each in served if (each.environment_id, each.catalog, each.file) not in known]
    everybody: list[Referrer] = [*drafts, *others]
    for use in everybody:
        why = judged.why(use.file, use.environment_id)
        if why is not None:
            yield use, _finding(use, why, is_gone=judged.is_gone(use.file))


def _finding(use: Referrer, why: Unresolved, *, is_gone: bool) -> Finding:
    code = Code.REFERENCE_GONE if is_gone else Code.REFERENCE_UNUSABLE
    place, severity = f"{use.catalog} in {use.environment}", Severity.WARNING
    if isinstance(use, ServedUse):
        said = f"{place} is served with it, and could not be published again by itself: {why.detail}"
    else:
        rule = f"the rule {use.rule} of {use.catalog}{'/' + use.path if use.path else ''} in {use.environment}"
        said = f"{rule} refers to it" if is_gone else f"{rule} could not be asked: {why.detail}"
        severity = Severity.ERROR if is_gone else severity
    return Finding(use.file, why.pointer or "", code, said, why.suggestion, severity)


def _unusable(use: Referrer, finding: Finding) -> Unusable:
    if isinstance(use, ServedUse):
        return Unusable(use.environment, use.catalog, "", None, None, finding)
    return Unusable(use.environment, use.catalog, use.path, use.node_id, use.rule, finding)


def _is_more(drafts: Sequence[Use]) -> bool:
    counted: dict[UUID, int] = {}
    for each in drafts:
        counted[each.environment_id] = counted.get(each.environment_id, 0) + 1
    return any(count > MOST_LOOKED_AT for count in counted.values())


class _Judging:
    """Each file once for each environment."""

    def __init__(self, tx: Reads | Work, changes: Sequence[Touched], environments: Collection[UUID]) -> None:
        # Polars comes along only with the question.
        from catalog_admin.products import queries as products

        self._changes = {each.path: each for each in changes}
        scopes = products.scopes(tx, environments)
        self._compilers = {environment: Compiler(scope) for environment, scope in scopes.items()}
        self._known: dict[tuple[str, UUID], Unresolved | None] = {}

    def is_gone(self, file: str) -> bool:
        return self._changes[file].after is None

    def why(self, file: str, environment: UUID) -> Unresolved | None:
        """Why it could not be used any more; None where it can, or never could."""
        asked = (file, environment)
        if asked not in self._known:
            change, compiler = self._changes[file], self._compilers[environment]
            self._known[asked] = _why(change, compiler)
        return self._known[asked]


def _why(change: Touched, compiler: Compiler) -> Unresolved | None:
    if change.after is None:
        hint = "let these rules say the condition themselves, or refer to a commit"
        return Unresolved(
            f"there is no {change.path} any more" + (f": it is {change.now_at}" if change.now_at else ""),
            f"let these rules refer to {change.now_at} first" if change.now_at else hint,
        )
    now = _refused(change.path, change.after, compiler)
    return now if now is not None and _refused(change.path, change.before, compiler) is None else None


def _refused(file: str, content: bytes, compiler: Compiler) -> Unresolved | None:
    value = value_in(file, content)
    if isinstance(value, Unresolved):
        return value
    try:
        compiler.checked(while_in_force(value))
    except Refusal as refused:
        return Unresolved(refused.detail, refused.suggestion, pointer=f"/when{refused.pointer or ''}")
    return None
