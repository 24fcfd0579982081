"""Decision tables of DMN, taken into the repository and asked by cases there."""

import json

import pytest

from catalog_admin.kit.etags import Expected, Unseen
from catalog_admin.rules import commands
from catalog_admin.rules.commands import Imported
from catalog_admin.rules.errors import FileChanged, RulesUnsound
from catalog_admin.rules.schemas.importing import DecisionOut
from tests.artefacts.tables.test_dmn import decision, model
from tests.rules.author import Author

RISK = decision("Risk", "age", {"&lt;18": "2", ">=18": "1"})
PRICE = decision("Price", "Risk", {"1": "10.5", "2": "21"}, needs="Risk")


def imported(author: Author, content: bytes, expected: Expected = Expected("*")) -> Imported:  # noqa: B008
    return commands.import_dmn(author.work, author.mirrors, "draft", "eu/price", content, "", expected)


def test_what_is_imported_tells_its_decisions_and_is_asked_by_cases(author: Author) -> None:
    found = imported(author, model(RISK, PRICE))
    assert found.path == "tables/eu/price.dmn"
    price = DecisionOut.of(found.decisions[-1])
    assert (price.name, price.needs, price.rows) == ("Price", ["Risk"], 2)
    said = {
        "subject": {"kind": "table", "id": "eu.price"},
        "instant": "2026-03-01",
        "cases": [{"id": "child", "context": {"age": 3}, "expect": {"result": 21}}],
    }
    run = author.write(tests__price=json.dumps(said)).trial.run
    assert run is not None
    assert (run.tried.cases, run.tried.failures) == (1, [])


def test_what_is_no_table_is_refused_with_its_place(author: Author) -> None:
    with pytest.raises(RulesUnsound) as refused:
        imported(author, b"<definitions/>")
    assert refused.value.facts["errors"][0]["file"] == "tables/eu/price.dmn"


def test_an_import_replaces_nothing_unseen(author: Author) -> None:
    imported(author, model(RISK), Unseen())
    with pytest.raises(FileChanged):
        imported(author, model(RISK, PRICE), Unseen())
