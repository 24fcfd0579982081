"""Goods and who may change them: a spreadsheet comes in, values are edited, tokens and roles are given."""

import json
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import PageAs, axe_in_both_themes

ROWS = 1_000
WRONG = {10: "aktiv", 20: "aktiv", 30: "Aktiv", 40: "ja", 50: "an", 60: "neu", 70: "alt", 80: "weg"}


def spreadsheet(to: Path, wrong: dict[int, str]) -> Path:
    """As a German spreadsheet saves it: semicolons, its own headers, a column nobody needs."""
    lines = ["Artikelnummer;Bezeichnung;Zustand;Power (W);Bemerkung"]
    lines += [f"teil-{n};Teil {n};{wrong.get(n, 'active')};{n}.5;von Hand" for n in range(ROWS)]
    to.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig")
    return to


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.locator(".ant-select-item-option", has_text=option).click()


def test_a_spreadsheet_is_mapped_checked_mended_and_imported(page: Page, tmp_path: Path) -> None:
    file = spreadsheet(tmp_path / "teile.csv", WRONG)
    page.goto("/console/dev/products/import")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("parted by semicolons")).to_be_visible()
    # Found by themselves: words in another language, and a unit behind the name.
    expect(page.get_by_role("row", name="Artikelnummer").last).to_contain_text("Key")
    expect(page.get_by_role("row", name="Power (W)").last).to_contain_text("wattage")
    expect(page.get_by_role("row", name="Bemerkung").last).to_contain_text("Leave out")

    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("The check found")).to_be_visible()
    expect(page.get_by_text("8 rows are wrong: mend them, or import the others")).to_be_visible()
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    row = page.get_by_role("grid").get_by_role("row").nth(1)
    expect(row).to_contain_text("12")
    expect(row).to_contain_text("Zustand")
    expect(row).to_contain_text("aktiv")

    page.reload()
    expect(page.get_by_text("The check found")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    told = download.value.path().read_text().splitlines()
    assert len(told) == 1 + len(WRONG)
    assert told[0].endswith("column,value")
    assert told[1].endswith("Zustand,aktiv")

    page.locator("input[type=file]").set_input_files(spreadsheet(file, {}))
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Import 1,000 rows").click()
    expect(page.get_by_text("Imported", exact=True)).to_be_visible()
    page.goto("/console/dev/products?search=teil-77")
    expect(page.get_by_role("grid", name="Products").get_by_role("row", name="teil-777")).to_be_visible()


def test_a_cut_upload_loses_nothing(page: Page, tmp_path: Path) -> None:
    page.goto("/console/dev/products/import?of=rate-plans")
    file = tmp_path / "plans.csv"
    file.write_text("key,product\ncut-plan,gps-sensor\n")
    page.locator("input[type=file]").set_input_files(file)
    page.route("**/commerce/imports?*", lambda route: route.abort())
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    page.unroute("**/commerce/imports?*")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("button", name="Import 1 row")).to_be_enabled()


def test_an_attribute_of_a_rate_plan_is_edited(page: Page) -> None:
    page.goto("/console/dev/products/rate-plans?key=RP-124")
    page.get_by_role("button", name="Edit").click()
    discount = page.get_by_role("spinbutton", name="Discount")
    discount.fill("12.5")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved GPS Sensor (Latin America)")).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text("12.5 percent")


def test_what_the_service_refuses_stands_at_its_field(page: Page) -> None:
    page.goto("/console/dev/products?create=yes")
    page.get_by_role("dialog").get_by_role("textbox", name="Key").fill("with/slash")
    page.get_by_role("button", name="Create product").click()
    key = page.get_by_role("dialog").get_by_role("textbox", name="Key")
    expect(key).to_have_attribute("aria-invalid", "true")
    key.fill("gps-sensor")
    page.get_by_role("button", name="Create product").click()
    expect(page.get_by_role("alert")).to_contain_text("products.key_taken")


def test_a_deleted_product_comes_back_by_undo(page: Page) -> None:
    page.goto("/console/dev/products?key=analytics")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete product").click()
    expect(page.get_by_text("Deleted Analytics and its rate plans")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.goto("/console/dev/products?key=analytics")
    expect(page.get_by_role("dialog").get_by_role("heading", name="Analytics")).to_be_visible()


def test_an_attribute_in_use_names_where(page: Page) -> None:
    page.goto("/console/dev/products/attributes?key=wattage")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete attribute").click()
    expect(page.get_by_role("alert")).to_contain_text("products.attribute_in_use")


def test_a_token_is_shown_once_and_works(page: Page) -> None:
    page.goto("/console/dev/admin?tab=tokens&create=yes")
    page.get_by_role("dialog").get_by_role("textbox", name="Name").fill("pipeline")
    page.get_by_role("button", name="Create token").click()
    token = page.get_by_label("The token").input_value()
    machine = {"Authorization": f"Bearer {token}"}
    me = page.request.get("/access/me", headers=machine)
    assert me.json()["subject"] != "user:dev-tenant-admin"
    assert me.json()["grants"] == [{"role": "viewer", "catalog": None, "path": None}]
    page.get_by_role("button", name="It is kept: go on").click()
    page.get_by_role("row", name="pipeline").click()
    assert token not in page.content()
    page.get_by_role("button", name="Revoke token").click()
    page.get_by_role("button", name="Revoke token").last.click()
    expect(page.get_by_text("Revoked pipeline")).to_be_visible()
    assert page.request.get("/access/me", headers=machine).status == 401


def test_who_saves_roles_second_is_asked(page: Page) -> None:
    page.goto("/console/dev/admin?tab=roles&create=yes")
    page.get_by_role("dialog").get_by_role("textbox", name="Subject").fill("auth0|anna/1")
    page.get_by_role("button", name="Save roles").click()
    expect(page.get_by_text("Saved the roles of auth0|anna/1")).to_be_visible()
    page.get_by_role("row", name="auth0|anna/1").click()
    expect(page.get_by_role("button", name="Take the roles away")).to_be_visible()
    # Somebody else is faster.
    theirs = {"grants": [{"role": "publisher"}], "environments": None}
    status = page.evaluate(
        """async (body) => (await fetch('/access/bindings/' + encodeURIComponent('auth0|anna/1'), {
            method: 'PUT', body, headers: {'Content-Type': 'application/json', 'If-Match': '*', 'X-Console': '1'},
        })).status""",
        json.dumps(theirs),
    )
    assert status == 200
    choose(page, "Role", "operator")
    page.get_by_role("button", name="Save roles").click()
    asked = page.get_by_role("dialog").filter(has_text=re.compile("publisher"))
    mine = asked.get_by_role("radio", name=re.compile("operator"))
    mine.click()
    expect(mine).to_be_checked()
    asked.get_by_role("button", name="Save as chosen").click()
    expect(page.get_by_text("Saved the roles of auth0|anna/1").last).to_be_visible()
    expect(page.get_by_role("row", name="auth0|anna/1")).to_contain_text("operator")


def test_a_viewer_reads_goods_and_is_told_what_it_would_take(page_as: PageAs) -> None:
    page = page_as("viewer")
    page.goto("/console/dev/products?key=gps-sensor")
    edit = page.get_by_role("button", name="Edit")
    expect(edit).to_be_disabled()
    expect(edit).to_have_attribute("title", re.compile("catalog-editor"))
    page.goto("/console/dev/admin?tab=tokens")
    expect(page.get_by_text("This takes the role tenant-admin")).to_be_visible()


def ready(page: Page) -> Locator:
    return page.locator(".room h1, .bar h1").first


SCREENS = {
    "products": "/products?key=gps-sensor",
    "a rate plan": "/products/rate-plans?key=RP-123",
    "a new rate plan": "/products/rate-plans?create=yes",
    "an attribute": "/products/attributes?key=wattage",
    "import": "/products/import",
    "tenant": "/admin",
    "roles": "/admin?tab=roles&create=yes",
    "tokens": "/admin?tab=tokens&create=yes",
    "environments": "/admin?tab=environments&key=dev",
}


def test_every_screen_is_for_everybody(page: Page) -> None:
    found = {}
    for name, where in SCREENS.items():
        page.goto(f"/console/dev{where}")
        ready(page).wait_for()
        page.wait_for_load_state("networkidle")
        if said := axe_in_both_themes(page):
            found[name] = said
    assert found == {}
