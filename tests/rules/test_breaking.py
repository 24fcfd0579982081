"""A change that leaves catalogs with conditions of no use to them says so before it is made, and when it is."""

import json
from dataclasses import replace

import pytest

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Severity
from catalog_admin.environments import commands as environments
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands as products
from catalog_admin.products.model.attributes import AttributeDefinition
from catalog_admin.rules import breaking, commands, queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.errors import ReferencesBroken, StillReferred
from catalog_admin.rules.model import Advance, Broken, Demands
from catalog_admin.rules.previewing import Preview
from rulestore.mirror import Mirrors
from tests.publishing.conftest import shop
from tests.publishing.shop import ANY, Shop
from tests.rules.author import path_of, predicate
from tests.rules.librarian import CONTEXT, Librarian

__all__ = ["shop"]

HEAVY = "predicates/heavy.json"
SIZED = predicate("heavy", "size > 1")  # no rate plan has a size


@pytest.fixture
def library(shop: Shop, mirrors: Mirrors) -> Librarian:
    """With a rule that refers to `heavy` on main, and a branch `draft` of it."""
    library = Librarian(shop, mirrors).begin()
    library.refer("heavies")
    with library.work() as work:
        commands.create_branch(work, mirrors, "draft", "main")
    return library


def change(library: Librarian, on: str = "draft", **files: str | None) -> Advance:
    edits = [FileEdit(path_of(name), text.encode() if text is not None else None) for name, text in files.items()]
    with library.work() as work:
        return commands.commit_files(work, library.mirrors, on, edits, "a change")


def merge(library: Librarian) -> Advance:
    with library.work() as work:
        return commands.merge_branch(work, library.mirrors, "draft", "main")


def preview(library: Librarian, **actor: object) -> Preview:
    with library.shop.database.reads(replace(library.shop.world.actor, **actor)) as reads:  # type: ignore[arg-type]
        return queries.preview(reads, library.mirrors, "draft", "main")


def said(broken: Broken) -> list[tuple[str, str, str | None, str]]:
    return [(each.catalog, each.path, each.rule, str(each.finding.code)) for each in broken.told]


LOST = [("shop", "heavies", "let-in", "references.unusable")]


def test_a_condition_that_reads_what_rate_plans_do_not_have_is_told_where_the_channel_moves(library: Librarian) -> None:
    assert said(change(library, predicates__heavy=SIZED).broken) == []  # nobody takes it from there
    found = preview(library)
    assert said(found.broken) == LOST
    finding = found.broken.told[0].finding
    assert (finding.path, finding.pointer, finding.severity) == (HEAVY, "/when/>/0", Severity.WARNING)
    assert "the rule let-in of shop/heavies in dev could not be asked: " in finding.reason
    assert "size" in finding.reason
    assert found.refusals == []
    merged = merge(library)
    assert merged.broken == found.broken


def test_what_is_of_use_afterwards_is_no_reason_to_say_anything(library: Librarian) -> None:
    change(library, predicates__heavy=predicate("heavy", "weight > 3"), predicates__new=predicate("new", "size > 1"))
    assert preview(library).broken == Broken()
    assert merge(library).broken == Broken()


def test_what_was_of_no_use_before_is_not_told_again(library: Librarian) -> None:
    change(library, predicates__heavy=SIZED)
    merge(library)
    change(library, predicates__heavy=predicate("heavy", "size > 2"))
    assert preview(library).broken == Broken()


def test_a_commit_tells_it_on_the_branch_that_is_referred_to(library: Librarian) -> None:
    library.refer("sensors", "predicates/heavy@draft")
    made = change(library, predicates__heavy=SIZED)
    assert said(made.broken) == [("shop", "sensors", "let-in", "references.unusable")]
    with library.work() as work:
        back = commands.revert_commit(work, library.mirrors, "draft", made.head)
        assert back.broken == Broken()
        again = commands.pick_commit(work, library.mirrors, "draft", made.head)
    assert said(again.broken) == said(made.broken)


def test_edits_are_told_before_they_are_committed(library: Librarian) -> None:
    def broken(content: bytes | None, at: str, branch: str | None = None) -> tuple[list[tuple[str, ...]], bool]:
        with library.work() as work:
            found = queries.findings_with(work, library.mirrors, at, [FileEdit(HEAVY, content)], branch)
        return said(found.broken), found.is_refused  # type: ignore[return-value]

    assert broken(SIZED.encode(), "main") == (LOST, False)
    assert broken(SIZED.encode(), "draft") == ([], False)
    assert broken(SIZED.encode(), library.at) == ([], False)  # what is taken from a commit stays as it is
    assert broken(SIZED.encode(), library.at, "main") == (LOST, False)
    assert broken(None, "main") == ([("shop", "heavies", "let-in", "references.gone")], True)


def test_a_file_that_is_referred_to_is_not_taken_away_and_the_preview_says_so(library: Librarian) -> None:
    change(library, predicates__heavy=None, predicates__weighty=predicate("heavy", "weight > 10"))
    [refusal] = preview(library).refusals
    assert refusal.code == StillReferred.code
    assert refusal.suggestion == "let these rules refer to predicates/weighty.json first"
    [error] = refusal.facts["errors"]
    assert (error["file"], error["code"]) == (HEAVY, Code.REFERENCE_GONE)
    with pytest.raises(StillReferred, match=r"the file predicates/heavy.json on main") as refused:
        merge(library)
    assert refused.value.facts == refusal.facts


def test_what_is_served_is_told_where_the_draft_refers_to_it_no_more(library: Librarian) -> None:
    library.shop.publish()
    library.shop.rule("heavies", "weight > 1")
    change(library, predicates__heavy=None)
    [told] = merge(library).broken.told
    assert (told.catalog, told.rule, told.finding.severity) == ("shop", None, Severity.WARNING)
    assert "shop in dev is served with it, and could not be published again by itself" in told.finding.reason


def in_prod(library: Librarian) -> Shop:
    """Another environment, whose rate plans have a size."""
    with library.work() as work:
        made = environments.create_environment(work, key="prod")
    world = replace(library.shop.world, environment=EnvironmentId(made.id))
    other = Shop(library.shop.database, world, key="big", environment_key="prod").open()
    other.declare()
    with other.work() as work:
        products.put_attribute(work, AttributeDefinition("size", Type(Kind.DECIMAL), {"en": "Size"}), ANY)
    other.node("large")
    Librarian(other, library.mirrors).refer("large")
    return other


def lengthen(library: Librarian) -> None:
    """Of a length no environment has heard."""
    context = {"type": "object", "properties": CONTEXT["properties"] | {"length": {"type": "number"}}}  # type: ignore[operator]
    change(library, schemas__context=json.dumps(context), predicates__heavy=predicate("heavy", "length > 1"))


def test_each_environment_is_asked_what_its_rate_plans_have(library: Librarian) -> None:
    in_prod(library)
    change(library, predicates__heavy=SIZED)
    assert said(preview(library).broken) == LOST
    lengthen(library)
    assert {each.environment for each in preview(library).broken.told} == {"dev", "prod"}


def test_of_catalogs_that_somebody_may_not_read_only_their_number_is_told(library: Librarian) -> None:
    change(library, predicates__heavy=SIZED)
    found = preview(library, environments=frozenset({"prod"}))
    assert (found.broken.told, found.broken.untold, found.refusals) == ((), 1, [])
    change(library, predicates__heavy=None)
    [refusal] = preview(library, environments=frozenset({"prod"})).refusals
    assert (refusal.code, refusal.facts["count"], refusal.facts["rules"]) == (StillReferred.code, 1, [])
    assert "shop" not in refusal.detail


def test_so_many_are_looked_at_in_each_environment_and_that_there_are_more_is_told(
    library: Librarian, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaking, "MOST_LOOKED_AT", 1)
    in_prod(library)
    lengthen(library)
    found = preview(library).broken
    assert ({each.environment for each in found.told}, found.is_more) == ({"dev", "prod"}, False)
    library.refer("sensors")
    found = preview(library).broken
    assert ({each.environment for each in found.told}, found.is_more) == ({"dev", "prod"}, True)


def test_a_branch_may_demand_that_references_hold(library: Librarian) -> None:
    change(library, predicates__heavy=SIZED)
    with library.work() as work:
        commands.demand(work, library.mirrors, "main", Demands(references_hold=True), ANY)
    [refusal] = preview(library).refusals
    assert refusal.code == ReferencesBroken.code
    with pytest.raises(ReferencesBroken, match="main demands that references hold, and 1 would not") as refused:
        merge(library)
    assert [each["code"] for each in refused.value.facts["errors"]] == ["references.unusable"]
    with library.work() as work:
        commands.demand(work, library.mirrors, "main", Demands(), ANY)
    assert said(merge(library).broken) == LOST
