"""Products, rate plans, attributes and prices at a terminal."""

from tests.cli.conftest import Terminal
from tests.cli.shop import said, stocked, written

TARIFFS = "reference,currency,amount\nfleet-monthly,EUR,9.90\n"


def test_a_product_is_made_replaced_deleted_and_restored(terminal: Terminal) -> None:
    file = written(terminal, "fleet.json", {"key": "fleet", "name": {"en": "Fleet"}, "status": "active"})
    made = said(terminal, "product", "create", file)
    assert (made["key"], made["status"], made["deletedAt"]) == ("fleet", "active", None)
    assert 'etag\t"r1"' in terminal.run("product", "show", "fleet")
    body = written(terminal, "body.json", {"name": {"en": "Fleet Core"}})
    replaced = ("product", "replace", "fleet", body)
    assert said(terminal, *replaced, "--if-match", "r1")["name"] == {"en": "Fleet Core"}
    assert terminal.fails(*replaced, "--if-match", "r1").startswith("kit.if_match_stale: ")
    terminal.run("product", "delete", "fleet")
    assert said(terminal, "product", "list")["items"] == []
    assert [each["key"] for each in said(terminal, "product", "list", "--deleted")["items"]] == ["fleet"]
    terminal.run("product", "restore", "fleet")
    assert terminal.run("product", "list") == "fleet\tdraft\tFleet Core\n"


def test_a_rate_plan_belongs_to_its_product(terminal: Terminal) -> None:
    stocked(terminal)
    plan = {"key": "RP-9", "product": "gps-0", "attributes": {"discountPercent": "0.1234567890123456789"}}
    made = said(terminal, "rate-plan", "create", written(terminal, "plan.json", plan))
    assert made["attributes"] == {"discountPercent": "0.1234567890123456789"}
    listed = said(terminal, "rate-plan", "list", "--product", "gps-0")
    assert [each["key"] for each in listed["items"]] == ["RP-0", "RP-9"]
    terminal.run("rate-plan", "replace", "RP-9", written(terminal, "body.json", {"name": {"en": "Nine"}}))
    terminal.run("rate-plan", "delete", "RP-9")
    assert said(terminal, "rate-plan", "restore", "RP-9")["name"] == {"en": "Nine"}
    assert "RP-9" in terminal.run("rate-plan", "show", "RP-9")


def test_an_attribute_is_declared_and_taken_back(terminal: Terminal) -> None:
    stocked(terminal)
    file = written(terminal, "colour.json", {"type": "text", "allowed": ["red", "blue"]})
    assert said(terminal, "attribute", "set", "colour", file)["allowed"] == ["red", "blue"]
    assert terminal.run("attribute", "list") == "colour\ttext\t\tred, blue\ndiscountPercent\tdecimal\t\t\n"
    _, seen = terminal.run("attribute", "show", "colour").split("etag\t")
    terminal.run("attribute", "delete", "colour", "--if-match", seen.strip())
    assert terminal.fails("attribute", "delete", "discountPercent").startswith("products.")


def test_what_is_wrong_with_a_document_is_told_by_its_place(terminal: Terminal) -> None:
    stocked(terminal)
    wrong = written(terminal, "wrong.json", {"key": "x", "status": "sold", "colour": "red"})
    refused = terminal.fails("product", "create", wrong)
    assert refused.startswith("cli.bad_argument: ")
    assert "/status" in refused
    assert "/colour" in refused
    unknown = written(terminal, "unknown.json", {"key": "x", "attributes": {"discountPercnt": 1}})
    assert "discountPercent" in terminal.fails("product", "create", unknown)
    assert terminal.fails("product", "create", written(terminal, "broken.json", "{")).startswith("kit.unreadable_body")
    assert "there is no file" in terminal.fails("product", "create", "nowhere.json")


def test_a_price_is_looked_up(terminal: Terminal) -> None:
    terminal.run("import", "tariffs", written(terminal, "tariffs.csv", TARIFFS))
    assert terminal.run("price", "lookup", "fleet-monthly", "--currency", "EUR").startswith("fleet-monthly\t9.9\tEUR")
    result = terminal.result("price", "lookup", "fleet-monthly", "other", "--currency", "EUR")
    assert (result.exit_code, result.stderr) == (1, "no price for other\n")


def test_columns_of_a_csv_file_may_have_other_names(terminal: Terminal) -> None:
    file = written(terminal, "attributes.csv", "Schlüssel,Art\ncolour,text\n")
    renamed = ("--map", "Schlüssel=key", "--map", "Art=type")
    assert "1 created" in terminal.run("import", "attributes", file, *renamed)
    assert terminal.fails("import", "attributes", file, "--map", "nonsense").startswith("jobs.bad_mapping: ")
