"""Storefronts are written against the schema: a change of it must be seen in a diff."""

from pathlib import Path

from catalog_admin.storefront.graph.engine import sdl

COMMITTED = Path(__file__).parents[2] / "docs" / "reference" / "storefront.graphql"


def test_the_committed_schema_is_the_one_that_answers() -> None:
    assert COMMITTED.read_text() == sdl(), "run `make docs` and look at the difference"


def test_every_name_says_what_it_means_in_graphql_style() -> None:
    lines = [line.strip() for line in sdl().splitlines()]
    fields = [line.partition(":")[0].partition("(")[0] for line in lines if ":" in line and line[0].isalpha()]
    assert fields
    assert [field for field in fields if "_" in field] == []
