"""The conditions that catalogs refer to: what this repository holds under a file's name, at a branch, tag or commit.

Read straight from Postgres, in the transaction of whoever asks: what that one sees of the catalog and of the rules is
of one moment, also on a replica, and no mirror has to be there.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from catalog_admin.artefacts.finding import did_you_mean, errors
from catalog_admin.artefacts.kinds.reading import read
from catalog_admin.artefacts.rulesets.model import in_force
from catalog_admin.catalogs.asking import Answers
from catalog_admin.catalogs.model.reference import ENDING, Found, Pin, Reference, Unresolved
from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.suggest import nearest
from catalog_admin.rules.connection import driver_of
from catalog_admin.rules.model import HEADS, REPOSITORY, TAGS
from catalog_admin.rules.refusals import in_our_words
from rulestore.errors import NoSuchPath, NoSuchRepository
from rulestore.model import Oid, Tip
from rulestore.reading import folder
from rulestore.refs import find_repository
from rulestore.stored import File, Stored, revisions, some_files

Answer = tuple[Reference, Found | Unresolved]
NOTHING_YET = Unresolved("nothing was ever committed to the rule repository", "commit the file first")


def conditions_of(tx: Reads | Work, wanted: Collection[Reference]) -> Answers:
    """What each of these leads to now, in this transaction's tenant."""
    raw = driver_of(tx)
    with in_our_words():
        try:
            repo = find_repository(raw, tx.tenant, REPOSITORY)
        except NoSuchRepository:
            return dict.fromkeys(wanted, NOTHING_YET)
        tips = revisions(raw, repo, {each.at for each in wanted})
        return dict(_answers(Stored(raw, repo), tips, wanted))


def _answers(source: Stored, tips: Mapping[str, Tip], wanted: Collection[Reference]) -> Iterator[Answer]:
    targets = {at: tip.target for at, tip in tips.items() if tip.target is not None}
    asked: dict[Oid, set[str]] = {}
    for each in wanted:
        if each.at in targets:
            asked.setdefault(targets[each.at], set()).add(each.file)
    files = some_files(source, asked)
    for each in wanted:
        commit = targets.get(each.at)
        if commit is None:
            yield each, Unresolved(f"the rule repository has no branch, tag or commit {each.at}")
        elif (commit, each.file) not in files:
            yield each, _absent(source, each, commit)
        else:
            yield each, _condition(each, tips[each.at], commit, files[commit, each.file])


def _condition(ref: Reference, tip: Tip, commit: Oid, file: File) -> Found | Unresolved:
    blob, content = file
    value = value_in(ref.file, content)
    if isinstance(value, Unresolved):
        said = f"{ref.file} at {commit.hex()[:12]}: {value.detail}"
        return Unresolved(said, value.suggestion, commit.hex())
    pin = Pin(commit.hex(), blob.hex(), tip.ref.startswith(HEADS))
    return Found(pin, while_in_force(value), _called(tip, commit))


def value_in(file: str, content: bytes) -> Mapping[str, Any] | Unresolved:
    """What a predicate's file says, if it is one."""
    artefact = read(file, content)
    wrong = errors(artefact.findings)
    if artefact.value is None or wrong:
        first = wrong[0] if wrong else None
        return Unresolved(
            first.reason if first else "it cannot be read",
            first.suggestion if first else None,
            pointer=first.pointer if first else None,
        )
    said: Mapping[str, Any] = artefact.value
    return said


def while_in_force(value: Mapping[str, Any]) -> Any:
    """Before it begins and after it has ended it matches nobody: so the version knows when it changes by itself."""
    said = in_force(value)
    now: dict[str, list[Any]] = {"date.now": []}
    parts: list[Any] = [
        *([{"<=": [said.begins.isoformat(), now]}] if said.begins is not None else []),
        *([{"<": [now, said.ends.isoformat()]}] if said.ends is not None else []),
    ]
    return {"and": [*parts, value["when"]]} if parts else value["when"]


def _called(tip: Tip, commit: Oid) -> str:
    """By its whole name, where the beginning was said."""
    return tip.ref.removeprefix(HEADS).removeprefix(TAGS) if tip.ref else commit.hex()


def _absent(source: Stored, ref: Reference, commit: Oid) -> Unresolved:
    """The file that is called most like it may be meant."""
    place = ref.file.rpartition("/")[0]
    try:
        others = [f"{place}/{name}" for name, each in folder(source, commit, place).items() if not each.is_folder]
    except NoSuchPath:
        others = []
    # Of the names alone: folder and ending are alike in all of them.
    named = {name_of(each): each for each in others}
    hint = did_you_mean(named.get(nearest(name_of(ref.file), named) or ""))
    return Unresolved(f"there is no {ref.file} at {ref.at} ({commit.hex()[:12]})", hint, commit.hex())


def name_of(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(ENDING)
