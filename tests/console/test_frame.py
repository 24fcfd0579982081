"""Signing in, moving about, and the frame around every page."""

import re

import pytest
from playwright.sync_api import expect

from tests.console.conftest import PageAs, shell_bytes

SHELL_BYTES = 260_000


def test_a_click_on_a_role_signs_in_and_another_signs_out(page_as: PageAs) -> None:
    page = page_as("publisher")
    page.get_by_role("navigation", name="Main menu").wait_for()
    page.get_by_role("heading", name="Overview").wait_for()
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url("**/console/sign-in**")
    page.goto("/console/dev/catalogs")
    page.wait_for_url("**/dev/authorize**")


def test_whoever_is_not_signed_in_comes_back_to_where_he_wanted_to_go(page_as: PageAs) -> None:
    page = page_as(None)
    page.goto("/console/dev/audit?actor=cli%3Aroot")
    page.locator("button[value=operator]").click()
    page.wait_for_url("**/console/dev/audit?actor=cli%3Aroot")


def test_the_browser_never_holds_a_token(page_as: PageAs) -> None:
    page = page_as("viewer")
    kept = page.evaluate("JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])")
    assert not re.search(r"eyJ|session|cat_", kept)


def test_the_shell_is_small() -> None:
    assert shell_bytes() <= SHELL_BYTES


def test_anything_is_found_by_its_name(page_as: PageAs) -> None:
    page = page_as()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search everything").fill("headphones")
    page.get_by_role("option", name=re.compile("Headphones.*Nodes")).first.click()
    page.wait_for_url("**/console/dev/catalogs/shopify?node=*")


def test_commands_are_run_by_name_and_pages_by_two_keys(page_as: PageAs) -> None:
    page = page_as()
    page.get_by_role("heading", name="Overview").wait_for()
    page.keyboard.press("g")
    page.keyboard.press("j")
    page.wait_for_url("**/console/dev/jobs")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search everything").fill("theme dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize(("language", "says"), [("de-DE", "Übersicht"), ("fr-CA", "Vue d’ensemble"), ("es", "Resumen")])
def test_speaks_the_browsers_language(page_as: PageAs, language: str, says: str) -> None:
    page = page_as("viewer", language=language)
    page.get_by_role("heading", name=says).wait_for()
    expect(page.locator("html")).to_have_attribute("lang", language[:2])


def test_says_when_the_connection_is_lost(page_as: PageAs) -> None:
    page = page_as("viewer")
    page.get_by_role("heading", name="Overview").wait_for()
    page.context.set_offline(True)
    page.get_by_text("No connection").wait_for()
    page.context.set_offline(False)
    expect(page.get_by_text("No connection")).to_have_count(0)


def test_nothing_jumps_while_a_page_comes(page_as: PageAs) -> None:
    page = page_as()
    page.add_init_script(
        "window.jumps = 0; new PerformanceObserver(list => { for (const each of list.getEntries()) "
        "if (!each.hadRecentInput) window.jumps += each.value }).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto("/console/dev")
    page.get_by_text("What dev came to serve").wait_for()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.jumps") < 0.1  # "good" by web.dev/cls


def test_an_unknown_page_says_so(page_as: PageAs) -> None:
    page = page_as("viewer")
    page.goto("/console/dev/nowhere")
    page.get_by_text("There is no such page").wait_for()
