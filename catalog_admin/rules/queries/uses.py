"""Who uses a file: other files of the same revision, rules of nodes in drafts, and what environments serve."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text

from catalog_admin.artefacts.checking.tree import Tree, tree_of
from catalog_admin.artefacts.checking.uses import FileUse, uses_in
from catalog_admin.artefacts.kinds.paths import kind_at
from catalog_admin.catalogs.model.reference import ENDING
from catalog_admin.kit.last_used import LastUsed
from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.publishing import pins
from catalog_admin.publishing.pins import RulePin
from catalog_admin.rules.desk import reading
from catalog_admin.rules.trees import Trees
from catalog_admin.rules.using import BY_FILE, Use, is_told, said, served_uses, use_of
from rulestore.graph import Graph
from rulestore.mirror import Mirrors
from rulestore.model import Oid, Repo
from rulestore.workshop import commit_at

COUNTED = f"""
    SELECT environment_key AS environment, catalog_key AS catalog, count(*) AS rules FROM ({BY_FILE}) u
    GROUP BY environment_key, catalog_key
"""  # noqa: S608 - nothing in it is anybody's input
IN_ORDER = (
    'environment_key COLLATE "C", catalog_key COLLATE "C", tpath COLLATE "C", rule_key COLLATE "C", at COLLATE "C"'
)
PAGE = f"""
    SELECT * FROM ({BY_FILE}) u
    WHERE (environment_key, catalog_key) IN (
            SELECT * FROM unnest(CAST(:environments AS text[]), CAST(:catalogs AS text[]))
        )
        AND ({IN_ORDER}) > (:environment, :catalog, :tpath, :rule, :revision)
    ORDER BY {IN_ORDER} LIMIT :limit
"""  # noqa: S608 - nor in this
BEGINNING = ("", "", "", "", "")


@dataclass(frozen=True)
class PublishedUse:
    """A catalog that is served with the condition; `has_moved`: its channel has another one by now."""

    environment: str
    catalog: str
    pin: RulePin
    has_moved: bool


@dataclass(frozen=True)
class Uses:
    """Of `file` as it was found at `commit`. The reader is told of `count` rules, and how many are `untold`."""

    file: str
    commit: str
    files: list[FileUse]
    rules: Page[Use]
    count: int
    untold: int
    published: list[PublishedUse]
    published_untold: int


@dataclass(frozen=True)
class _Known:
    """Of one tree: who uses whom, and the files of predicates by their ids."""

    uses: dict[str, list[FileUse]]
    predicates: dict[str, str]


# By tree: equal files use each other alike, whichever commit they are of.
_KNOWN: LastUsed[_Known] = LastUsed(20)


def uses(
    tx: Reads | Work, mirrors: Mirrors, called: str, at: str, *, limit: int = 50, after: str | None = None
) -> Uses:
    """`called` is a path, also without its `.json`, or the id of a predicate; the file need not be there (any more).

    Raises NoRepository, RevisionNotFound.
    """
    with reading(tx, mirrors) as store:

        def found(graph: Graph, commit: Oid) -> tuple[str, _Known]:
            return commit.hex(), _known(store.repo, graph, commit)

        commit, known = store.ask(at, found)
    file = _file(called, known)
    rules, count, untold = rule_uses(tx, file, limit=limit, after=after)
    published, published_untold = published_uses(tx, file)
    return Uses(file, commit, known.uses.get(file, []), rules, count, untold, published, published_untold)


def rule_uses(tx: Reads | Work, file: str, *, limit: int = 50, after: str | None = None) -> tuple[Page[Use], int, int]:
    """Those of catalogs that the reader may read, how many they are, and how many others there are."""
    asked = {"files": said([file]), "named": None, "most": None}
    counted = tx.session.execute(text(COUNTED), asked).all()
    told = [each for each in counted if is_told(tx.actor, each)]
    count, all_of_them = sum(each.rules for each in told), sum(each.rules for each in counted)
    if not told:
        return Page([]), 0, all_of_them
    last = map(str, key_of(after, width=len(BEGINNING)) if after else BEGINNING)
    places = {
        "environments": [each.environment for each in told],
        "catalogs": [each.catalog for each in told],
        **dict(zip(("environment", "catalog", "tpath", "rule", "revision"), last, strict=True)),
    }
    rows = tx.session.execute(text(PAGE), asked | places | {"limit": limit + 1}).all()
    more = rows[limit - 1] if len(rows) > limit else None
    following = cursor(more.environment_key, more.catalog_key, more.tpath, more.rule_key, more.at) if more else None
    return Page([use_of(each) for each in rows[:limit]], following), count, all_of_them - count


def published_uses(tx: Reads | Work, file: str) -> tuple[list[PublishedUse], int]:
    """Of catalogs that the reader may read, and how many others are served with it."""
    found = served_uses(tx, [file])
    told = [each for each in found if is_told(tx.actor, each)]
    moved = set(pins.moved(tx, {"": tuple({each.pin for each in told})})[""])
    served = [PublishedUse(each.environment, each.catalog, each.pin, each.pin in moved) for each in told]
    return served, len(found) - len(told)


def _known(repo: Repo, graph: Graph, commit: Oid) -> _Known:
    key = (repo.tenant, repo.repo_id, commit_at(graph, commit).tree)
    found = _KNOWN.get(key)
    if found is None:
        tree = tree_of(Trees(graph).at(commit))
        found = _Known(uses_in(tree), dict(_predicates(tree)))
        _KNOWN.keep(key, found)
    return found


def _predicates(tree: Tree) -> Iterator[tuple[str, str]]:
    for (kind, name), definitions in tree.definitions.items():
        if kind == "predicate":
            yield name, definitions[0].path


def _file(called: str, known: _Known) -> str:
    if "/" not in called:
        return known.predicates.get(called, called)
    has_no_ending = kind_at(called) is None and kind_at(called + ENDING) is not None
    return called + ENDING if has_no_ending else called
