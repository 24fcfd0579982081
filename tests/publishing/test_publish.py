"""Publishing: named by content, complete, unchanged content never written twice."""

# ruff: noqa: S608 - the tables' names are our own

from sqlalchemy import text

from catalog_admin.publishing.verify import verify_lines
from tests.publishing.shop import Shop


def test_names_a_version_by_its_content(shop: Shop) -> None:
    served = shop.publish("first")
    lines = shop.export(served.version).splitlines(keepends=True)
    assert verify_lines(lines).digest == served.version.digest
    assert served.version.ordinal == 1
    assert served.is_new
    assert (served.version.nodes, served.version.plans, served.version.memberships) == (5, 4, 5)


def test_counts_distinct_rate_plans_of_a_subtree(shop: Shop) -> None:
    tree = {node.path: (node.direct, node.subtree) for node in shop.tree(shop.publish().version)}
    assert tree == {
        "": (0, 4),
        "heavies": (1, 1),
        "sensors": (1, 3),
        "sensors.gps": (2, 2),
        "sensors.gps.deep": (1, 1),
    }


def test_the_same_content_is_the_same_version(shop: Shop) -> None:
    first = shop.publish()
    again = shop.publish("nothing new")
    assert again.version == first.version
    assert not again.is_new
    assert again.generation == first.generation
    with shop.reads() as reads:
        assert reads.session.scalar(text("SELECT count(*) FROM publication")) == 2
        assert reads.session.scalar(text("SELECT count(*) FROM lineage_ordinal")) == 1


def test_what_did_not_change_is_not_written_again(shop: Shop) -> None:
    shop.publish()
    shop.change("sensors.gps", meta={"displayName": "GPS"})
    shop.replace("c", name={"en": "Plan C"})
    shop.publish()
    with shop.reads() as reads:
        for table, rows in (("node", 1), ("plan", 1), ("membership", 0), ("entry", 0), ("count", 0), ("slug", 0)):
            counted = (
                "SELECT count(*) FILTER (WHERE from_ordinal = 2), count(*) FILTER (WHERE until_ordinal = 2)"
                f" FROM published_{table}"
            )
            assert (table, *reads.session.execute(text(counted)).one()) == (table, rows, rows)


def test_a_move_writes_paths_of_the_subtree_but_one_entry(shop: Shop) -> None:
    before = shop.publish().version
    shop.move("sensors.gps", "heavies")
    after = shop.publish().version
    with shop.reads() as reads:
        paths = "SELECT path FROM published_node WHERE from_ordinal = 2 ORDER BY path"
        assert reads.session.scalars(text(paths)).all() == ["heavies.gps", "heavies.gps.deep"]
    kept = set(shop.export(before).splitlines()[1:]) & set(shop.export(after).splitlines()[1:])
    assert len(kept) == before.entries - 1


def test_content_that_returns_is_the_version_it_was(shop: Shop) -> None:
    first = shop.publish()
    shop.unassign("sensors", "c")
    second = shop.publish()
    shop.assign("sensors", "c", rank=2)
    third = shop.publish()
    assert third.version == first.version
    assert third.generation == second.generation + 1
    shop.assign("sensors", "b")
    fourth = shop.publish()
    assert fourth.version.ordinal == 3
    assert verify_lines(shop.export(fourth.version).splitlines(keepends=True)).digest == fourth.version.digest


def test_earlier_versions_stay_readable(shop: Shop) -> None:
    first = shop.publish().version
    tree, export = shop.tree(first), shop.export(first)
    shop.delete("sensors", cascade=True)
    shop.replace("heavy", attributes={"weight": "11"})
    second = shop.publish().version
    assert [node.path for node in shop.tree(second)] == ["", "heavies"]
    assert shop.tree(first) == tree
    assert shop.export(first) == export


def test_rate_plans_are_found_by_words_and_exact_numbers(shop: Shop) -> None:
    shop.publish()
    with shop.reads() as reads:
        found = "SELECT key FROM published_plan WHERE search @@ websearch_to_tsquery('shelf', 'elegant blanc')"
        assert reads.session.scalars(text(found)).all() == ["heavy"]
        facts = "SELECT facts->>'weight' FROM published_plan WHERE facts @> '{\"weight\": 1.5e-07}' ORDER BY key"
        assert reads.session.scalars(text(facts)).all() == ["0.00000015"] * 3


def test_lists_what_will_change_by_time_alone(shop: Shop) -> None:
    charge = {"key": "rent", "kind": "recurring", "priceRef": "a/rent", "effectiveTo": "2028-01-01"}
    shop.replace("a", charges=[charge])
    shop.change_product(effectiveTo="2029-01-01")
    shop.publish()
    with shop.reads() as reads:
        boundaries = reads.session.scalar(text("SELECT boundaries FROM publication"))
    assert [instant.year for instant in boundaries] == [2027, 2028, 2029]
    assert {(instant.month, instant.day, instant.hour) for instant in boundaries} == {(1, 1, 0)}


def test_members_stand_pinned_first_then_ranked_then_by_key(shop: Shop) -> None:
    shop.assign("sensors", "a")
    shop.assign("sensors", "heavy", pin=3)
    shop.publish()
    with shop.reads() as reads:
        ordered = (
            "SELECT p.key FROM published_membership m JOIN published_plan p USING (lineage_id, plan_id)"
            " JOIN published_node n USING (lineage_id, node_id) WHERE n.path = 'sensors' ORDER BY m.order_key"
        )
        assert reads.session.scalars(text(ordered)).all() == ["heavy", "c", "a"]


def test_another_searched_attribute_rewrites_rows_but_not_content(shop: Shop) -> None:
    from dataclasses import replace

    from catalog_admin.products import commands as products
    from tests.publishing.shop import ANY, COLOUR

    first = shop.publish().version
    with shop.work() as work:
        products.put_attribute(work, replace(COLOUR, searchable=False), ANY)
    second = shop.publish().version
    with shop.reads() as reads:
        found = (
            "SELECT until_ordinal = 2147483647 FROM published_plan"
            " WHERE search @@ to_tsquery('shelf', 'blanc') ORDER BY 1"
        )
        assert reads.session.scalars(text(found)).all() == [False]
    assert second.entries == first.entries
    kept = set(shop.export(first).splitlines()[1:]) & set(shop.export(second).splitlines()[1:])
    assert len(kept) == first.entries - 1
