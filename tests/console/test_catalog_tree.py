"""The tree of a catalog with 10,282 real nodes: found, read, changed, by pointer and by keys alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import PageAs, axe, axe_in_both_themes

SHOPIFY = "/console/dev/catalogs/shopify"
# What a person waits, as issue 3 bounds it; the machine of a test run does several things at once.
EXPAND_ALL_MS, FILTER_MS, FACTOR = 600, 300, 4


def rows(page: Page, name: str) -> Locator:
    """Not the one that is being written."""
    return page.locator("[role=treeitem][data-node]").filter(has_text=name)


def opened(page: Page, address: str = SHOPIFY) -> Page:
    page.goto(address)
    # The first one after ten thousand nodes were loaded: what was never read comes from the disk.
    page.get_by_role("treeitem").first.wait_for(timeout=45_000)
    return page


@pytest.fixture
def tree(page: Page) -> Page:
    return opened(page)


def create(page: Page, parent: str, *names: str) -> None:
    rows(page, parent).first.click()
    page.keyboard.press("Insert")
    field = page.get_by_label("Name of the new node")
    for name in names:
        field.fill(name)
        field.press("Enter")
        rows(page, name).first.wait_for()
    field.press("Escape")
    expect(page.get_by_role("tree")).to_be_focused()


def undo(page: Page, said: str) -> None:
    toast = page.locator(".ant-notification-notice").filter(has_text=said)
    toast.get_by_role("button", name="Undo").click()
    page.get_by_text(f"Taken back: {said}").wait_for()


def test_what_is_made_renamed_and_dragged_is_there_after_a_reload(tree: Page) -> None:
    create(tree, "Gift Cards", "Größere Karten")
    assert "groessere-karten" in rows(tree, "Größere Karten").inner_text()
    rows(tree, "Größere Karten").click()
    tree.keyboard.press("F2")
    tree.get_by_label("Name in en").fill("Large cards")
    tree.keyboard.press("Enter")
    rows(tree, "Large cards").drag_to(rows(tree, "Uncategorized"))
    tree.get_by_text("Moved “Large cards” below “Uncategorized”").wait_for()
    tree.reload()
    expect(rows(tree, "Large cards")).to_have_attribute("aria-level", "3")
    expect(rows(tree, "Large cards")).to_have_attribute("aria-current", "true")
    way = tree.get_by_role("navigation", name="Where this node stands")
    expect(way).to_contain_text("Uncategorized")


def test_keys_alone_find_make_order_and_delete(tree: Page) -> None:
    tree.get_by_role("tree").focus()
    tree.keyboard.type("toys")
    tree.keyboard.press("n")
    # The letters of a name that is being typed are letters; a moment later N is a command.
    tree.wait_for_timeout(700)
    tree.keyboard.press("n")
    for name in ("Wren", "Heron"):
        tree.keyboard.type(name)
        tree.keyboard.press("Enter")
        rows(tree, name).wait_for()
    tree.keyboard.press("Escape")
    tree.keyboard.press("Alt+ArrowUp")
    tree.get_by_text("“Heron” has another place in “Toys & Games”").wait_for()
    at = [int(rows(tree, name).get_attribute("aria-posinset") or 0) for name in ("Heron", "Wren")]
    assert at[1] - at[0] == 1
    tree.keyboard.press("Delete")
    tree.get_by_role("button", name="Delete 1 node").press("Enter")
    expect(rows(tree, "Heron")).to_have_count(0)
    undo(tree, "Deleted “Heron”")
    rows(tree, "Heron").wait_for()


def test_a_move_to_a_searched_place_is_the_equal_of_dragging_and_can_be_taken_back(tree: Page) -> None:
    create(tree, "Media", "Kolibri", "Kolibri nest")
    rows(tree, "Kolibri nest").click()
    rows(tree, "Kolibri").first.click(modifiers=["Control"])
    rows(tree, "Kolibri nest").click(button="right")
    tree.get_by_role("menuitem", name="Move to…").click()
    tree.get_by_label("Name, key or path of the new parent").fill("barber chairs")
    tree.get_by_role("button", name="below “Barber Chairs”").click()
    expect(rows(tree, "Kolibri nest")).to_have_attribute("aria-level", "6")
    undo(tree, rows_moved(tree))
    expect(rows(tree, "Kolibri nest")).to_have_attribute("aria-level", "3")


def rows_moved(page: Page) -> str:
    return (
        page.locator(".ant-notification-notice")
        .filter(has_text="below “Barber Chairs”")
        .locator(".ant-notification-notice-title")
        .inner_text()
    )


def test_nothing_goes_below_itself(tree: Page) -> None:
    rows(tree, "Furniture").first.click()
    tree.keyboard.press("ArrowRight")
    before = rows(tree, "Furniture").first.get_attribute("aria-setsize")
    rows(tree, "Furniture").first.drag_to(rows(tree, "Baby & Toddler Furniture"))
    assert rows(tree, "Furniture").first.get_attribute("aria-setsize") == before


def test_expanding_filtering_and_scrolling_ten_thousand_nodes_is_quick_and_never_blank(tree: Page) -> None:
    told = tree.evaluate(MEASURED)
    assert told["lines"] > 10_000
    assert told["expand"] <= EXPAND_ALL_MS * FACTOR
    assert told["filter"] <= FILTER_MS * FACTOR
    assert (told["sampled"] > 2_000, told["blank"]) == (True, 0)


# The best of three: what else the machine does meanwhile is not what is measured.
MEASURED = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const press = (label) => document.querySelector(`[aria-label="${label}"]`).click();
  const foot = () => document.querySelector('.tree-foot').textContent;
  const field = document.querySelector('input[aria-keyshortcuts="/"]');
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const type = async (text) => {
    const [before, began] = [foot(), performance.now()];
    write.call(field, text);
    field.dispatchEvent(new Event('input', {bubbles: true}));
    while (foot() === before) await drawn();
    return performance.now() - began;
  };
  const timed = async (act) => {
    const began = performance.now();
    act();
    await drawn();
    return performance.now() - began;
  };
  const expands = [], filters = [];
  for (let round = 0; round < 3; round += 1) {
    expands.push(await timed(() => press('Expand all')));
    filters.push(await type('chair'));
    await type('');
    if (round < 2) await timed(() => press('Collapse all'));
  }
  const box = document.querySelector('.tree-scroller');
  const place = box.getBoundingClientRect();
  let [sampled, blank] = [0, 0];
  for (let jump = 0; jump < 80; jump += 1) {
    box.scrollTop = (jump * 205_894) % (box.scrollHeight - box.clientHeight);
    await new Promise(requestAnimationFrame);
    for (let y = place.top + 13; y < place.bottom - 13; y += 26) {
      sampled += 1;
      if (!document.elementFromPoint(place.left + 120, y)?.closest('[role=treeitem]')) blank += 1;
    }
  }
  const lines = box.scrollHeight / 26;
  return {expand: Math.min(...expands), filter: Math.min(...filters), sampled, blank, lines};
}"""


def test_a_filter_keeps_what_stands_above_and_escape_ends_it(tree: Page) -> None:
    tree.keyboard.press("/")
    tree.keyboard.type("CHAIR bean")
    rows(tree, "Bean Bag Chairs").wait_for()
    expect(rows(tree, "Furniture").first).to_have_attribute("aria-expanded", "true")
    expect(tree.get_by_text("of 10,2")).to_be_visible()
    assert [each.lower() for each in tree.locator("[role=treeitem] mark").all_inner_texts()[-2:]] == ["bean", "chair"]
    tree.keyboard.press("Escape")
    rows(tree, "Apparel & Accessories").wait_for()


def test_what_was_open_and_where_one_was_survives_another_page(tree: Page) -> None:
    tree.get_by_label("Expand all").click()
    tree.locator(".tree-scroller").evaluate("box => { box.scrollTop = 40_000 }")
    tree.wait_for_timeout(300)  # until the rows that were passed are gone
    first = tree.locator(".tree-name").nth(8).inner_text()
    tree.get_by_role("link", name="Overview").click()
    tree.wait_for_url("**/console/dev")
    tree.go_back()
    rows(tree, first).first.wait_for()
    assert abs(tree.locator(".tree-scroller").evaluate("box => box.scrollTop") - 40_000) < 2


def test_two_people_see_each_other(page_as: PageAs) -> None:
    mine, theirs = opened(page_as()), opened(page_as("catalog-editor"))
    rows(theirs, "Services").click()
    theirs.keyboard.press("F2")
    theirs.get_by_label("Name in en").fill("Services for all")
    theirs.keyboard.press("Enter")
    theirs.get_by_text("Renamed “Services”").wait_for()
    rows(mine, "Services").click()
    mine.keyboard.press("F2")
    mine.get_by_label("Name in en").fill("Services for some")
    mine.keyboard.press("Enter")
    mine.get_by_text("was changed by").wait_for()
    expect(rows(mine, "Services for all")).to_be_visible()


def test_who_only_looks_is_offered_nothing_to_change(page_as: PageAs) -> None:
    page = opened(page_as("viewer"))
    rows(page, "Media").click(button="right")
    page.get_by_role("menuitem", name="Copy path").wait_for()
    assert page.get_by_role("menuitem", name="Rename").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("Insert")
    assert page.get_by_label("Name of the new node").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_tree_and_what_opens_over_it_is_for_everybody(page_as: PageAs, theme: str) -> None:
    page = opened(page_as(theme=theme), "/console/dev/catalogs/global")
    page.get_by_role("tree").focus()
    page.keyboard.press("ArrowDown")
    assert axe(page) == []
    for key, what in (("Shift+F10", "menu"), ("m", "dialog"), ("Delete", "dialog")):
        page.keyboard.press(key)
        page.get_by_role(what).last.wait_for()  # type: ignore[arg-type]
        assert axe(page) == [], key
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
    page.keyboard.press("Insert")
    page.get_by_label("Name of the new node").wait_for()
    assert axe(page) == []


def test_a_catalog_is_made_renamed_deleted_and_brought_back(page: Page) -> None:
    page.goto("/console/dev/catalogs?all=1")
    page.get_by_role("link", name="Shopify").wait_for()
    page.get_by_role("button", name="New catalog").click()
    page.get_by_label("Name in en").fill("Über uns")
    assert axe_in_both_themes(page) == {}
    page.get_by_role("button", name="Create catalog").click()
    page.wait_for_url("**/catalogs/ueber-uns")
    rows(page, "Über uns").wait_for()
    page.goto("/console/dev/catalogs?all=1")
    page.get_by_role("button", name="Actions of Über uns").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("button", name="Delete “Über uns”").click()
    undo(page, "Deleted catalog “Über uns”")
    page.get_by_role("link", name="Über uns").wait_for()
