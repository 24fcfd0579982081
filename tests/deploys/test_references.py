"""Rules of a bundle may name conditions of the rule repository."""

from pathlib import Path

from bundles import Bundle, load, write
from catalog_admin.catalogs import queries as catalogs
from catalog_admin.cli.desk import Desk
from catalog_admin.deploys import commands, queries
from catalog_admin.rules import commands as rules
from catalog_admin.rules.commands import FileEdit
from rulestore.mirror import Mirrors
from tests.deploys.test_apply import SHOP, bundle
from tests.deploys.test_checking import errors_of
from tests.rules.author import predicate

SAID = "expression: discountPercent > 0.00"
CONTEXT = '{"type": "object", "properties": {"discountPercent": {"type": "number"}, "size": {"type": "number"}}}'


def committed(desk: Desk, folder: Path) -> str:
    """Two conditions; one of them reads what no rate plan has."""
    mirrors = Mirrors(folder / "mirrors")
    edits = [
        FileEdit("schemas/context.json", CONTEXT.encode()),
        FileEdit("predicates/cheap.json", predicate("cheap", "discountPercent > 0").encode()),
        FileEdit("predicates/big.json", predicate("big", "size > 0").encode()),
    ]
    with desk.database.work(desk.actor) as work:
        rules.create_branch(work, mirrors, "spring", "main")
        rules.commit_files(work, mirrors, "spring", edits, "conditions")
    with desk.database.work(desk.actor) as work:
        return rules.merge_branch(work, mirrors, "spring", "main").head


def referring(folder: Path, at: str) -> Bundle:
    folder.mkdir(exist_ok=True)
    return bundle(folder, SHOP.replace(SAID, f"ref: predicates/cheap@{at}"))


def test_a_bundle_refers_and_the_second_time_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    commit = committed(desk, tmp_path)
    for at, kept in (("main", "main"), (commit[:10], commit)):
        wanted = referring(tmp_path / at, at)
        (made,) = commands.apply(desk, wanted, may_delete=True)
        assert len(list(made.plan.steps)) > 0
        (again,) = commands.apply(desk, wanted, may_delete=True)
        assert list(again.plan.steps) == []
        with desk.reads() as reads:
            node = catalogs.node_at(reads, catalogs.catalog(reads, "shop"), "Top")
            found = catalogs.ruleset_of(reads, node.id)
        assert found is not None
        assert (str(found.rules[0].ref), found.rules[0].text) == (f"predicates/cheap@{kept}", "discountPercent > 0")


def test_what_is_exported_refers_too(desk: Desk, tmp_path: Path) -> None:
    committed(desk, tmp_path)
    list(commands.apply(desk, referring(tmp_path / "in", "main"), may_delete=True))
    with desk.reads() as reads:
        state, scope = queries.export(reads)
    write(tmp_path / "out", "exported", state, scope)
    assert "ref: predicates/cheap@main" in "".join(each.read_text() for each in (tmp_path / "out").glob("*.yaml"))
    with desk.reads() as reads:
        (planned,) = queries.plan_of(reads, load(tmp_path / "out"))
    assert list(planned.plan.steps) == []


def test_what_leads_nowhere_is_told_while_planning_with_its_place(desk: Desk, tmp_path: Path) -> None:
    committed(desk, tmp_path)
    for number, (ref, code) in enumerate(
        {
            "predicates/cheep@main": "catalogs.unresolved_reference",
            "predicates/big@main": "catalogs.unresolved_reference",
            "tables/cheap@main": "catalogs.bad_reference",
        }.items()
    ):
        wanted = bundle(tmp_path / str(number), SHOP.replace(SAID, f"ref: {ref}"))
        [found] = errors_of(desk, wanted)
        assert found["code"] == code
        assert found["pointer"].endswith("/rules/0/ref")
