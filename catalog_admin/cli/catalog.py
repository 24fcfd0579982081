"""Catalogs: list, look at, create, change, delete, restore."""

from typing import Annotated
from uuid import UUID

import typer

from catalog_admin.catalogs import commands, queries
from catalog_admin.catalogs.model.draft import AutoPublish, Catalog, Node
from catalog_admin.catalogs.schemas.trees import (
    CatalogChange,
    CatalogIn,
    CatalogOut,
    CatalogPage,
    DraftOut,
    ListedNode,
    NodePage,
)
from catalog_admin.cli import told
from catalog_admin.cli.asked import (
    ANYTHING,
    CatalogArgument,
    IfMatchOption,
    JsonOption,
    Paging,
    expected,
    given,
    instant,
    object_of,
    words,
)
from catalog_admin.cli.desk import Desk, seated
from catalog_admin.kit.etags import etag
from catalog_admin.kit.paging import Page
from catalog_admin.kit.words import said
from catalog_admin.kit.work import Reads
from catalog_admin.promotions import overview as glances
from catalog_admin.promotions.schemas.overview import AutomationOut, GlanceOut, OverviewPage

app = typer.Typer(no_args_is_help=True)
NameOption = Annotated[str | None, typer.Option(help="As people should read it, in the first locale.")]
LocaleOption = Annotated[list[str] | None, typer.Option(help="May be given several times; the first is shown.")]
DeletedOption = Annotated[bool, typer.Option("--deleted", help="Those that can be restored, the last one first.")]
CurrencyOption = Annotated[list[str] | None, typer.Option(help="May be given several times.")]
AutoPublishOption = Annotated[
    AutoPublish | None,
    typer.Option(
        help="Publish it again by itself: when a rule answers differently by time, when a condition that it takes from"
        " a channel of the rule repository has become another, or both."
    ),
]
DIFFERS = {True: "yes", False: "no", None: "not known"}


@app.command("list")
@seated
def list_catalogs(desk: Desk, paging: Paging, deleted: DeletedOption = False, json: JsonOption = False) -> None:
    """The catalogs there are, or were."""
    listing = queries.deleted_catalogs if deleted else queries.catalogs_behind

    def page(limit: int, after: str | None) -> CatalogPage:
        found = listing(reads, after, limit)
        return CatalogPage(items=[CatalogOut.of(each) for each in found.items], next=found.next)

    columns = {"key": lambda each: each.key, "type": lambda each: each.type, "name": lambda each: shown(each.name)}
    if deleted:
        columns |= {"id": lambda each: each.id, "deleted": lambda each: each.deleted_at}
        columns |= {"by": lambda each: each.deleted_by}
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def overview(desk: Desk, paging: Paging, json: JsonOption = False) -> None:
    """What is live of each catalog and since when, and whether the draft says something else."""

    def page(limit: int, after: str | None) -> OverviewPage:
        return OverviewPage.of(glances.overview(reads, limit=limit, after=after))

    columns = {
        "key": lambda each: each.key,
        "live": lambda each: each.live.version[:16] if each.live else "",
        "number": lambda each: each.live.number if each.live else "",
        "since": lambda each: each.live.since.isoformat() if each.live else "",
        "draft differs": lambda each: DIFFERS[each.draft_differs],
        "changed since": lambda each: ",".join(each.changed),
        "next boundary": lambda each: _next_boundary(each.automation),
        "by itself": lambda each: _by_itself(each),
    }
    with desk.reads() as reads:
        told.listed(paging, page, columns, json=json)


@app.command()
@seated
def show(desk: Desk, catalog: CatalogArgument, json: JsonOption = False) -> None:
    """What the draft says of the catalog itself."""
    with desk.reads() as reads:
        _told(queries.catalog(reads, catalog), json=json)


@app.command()
@seated
def tree(
    desk: Desk,
    catalog: CatalogArgument,
    path: Annotated[str, typer.Argument(help="Only this node of the draft and what lives below.")] = "",
    depth: Annotated[int | None, typer.Option(min=0, max=1_000, help="Levels below that node.")] = None,
    version: Annotated[str | None, typer.Option(help="As published: live, a digest, digits of it, a number.")] = None,
    tag: Annotated[str | None, typer.Option(help="As published under this tag.")] = None,
    date: Annotated[str | None, typer.Option(help="As served at this instant or date.")] = None,
    filter: Annotated[
        str | None, typer.Option(help="Only nodes of the draft that hold these words, how they differ from live.")
    ] = None,
    locale: Annotated[str | None, typer.Option(help="With --filter: names in this language.")] = None,
    json: JsonOption = False,
) -> None:
    """The whole tree, parents before children: of the draft, or of what was published."""
    if filter is not None:
        from catalog_admin.cli.glance import show_matches

        return show_matches(desk, catalog, filter, locale, json=json)
    with desk.reads() as reads:
        if version is None and tag is None and date is None:
            return _draft(reads, catalog, path, depth, json=json)
    from catalog_admin.cli.published import show_tree

    return show_tree(desk, catalog, version, tag, instant(date), (path, depth), json=json)


@app.command()
@seated
def create(
    desk: Desk,
    catalog: CatalogArgument,
    name: NameOption = None,
    locale: LocaleOption = None,
    currency: CurrencyOption = None,
    auto_publish: AutoPublishOption = None,
    json: JsonOption = False,
) -> None:
    """A master catalog with its root."""
    locales = locale or ["en"]
    names = {locales[0]: name} if name else {}
    told_of = {"key": catalog, "name": names, "locales": locales, "currencies": currency or []}
    body = words(CatalogIn, told_of | given(autoPublish=auto_publish))
    with desk.work() as work:
        made = commands.create_catalog(
            work,
            key=body.key,
            name=names,
            locales=body.locales,
            currencies=body.currencies,
            auto_publish=body.auto_publish,
        )
    if json:
        return _told(made, json=True)
    return typer.echo(catalog)


@app.command()
@seated
def change(
    desk: Desk,
    catalog: CatalogArgument,
    name: NameOption = None,
    names: Annotated[str | None, typer.Option(help='All names as JSON: {"en": "Global", "fr": "Monde"}.')] = None,
    locale: LocaleOption = None,
    currency: CurrencyOption = None,
    auto_publish: AutoPublishOption = None,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Change only what is given."""
    with desk.work() as work:
        before = queries.catalog(work, catalog)
        first = (locale or before.locales or ["en"])[0]
        spoken = object_of(names, "names") if names else {**before.name, first: name} if name else None
        changes = given(name=spoken, locales=locale or None, currencies=currency or None, autoPublish=auto_publish)
        wanted = words(CatalogChange, changes)
        _told(commands.change_catalog(work, catalog, said(wanted), expected(if_match)), json=json)


@app.command()
@seated
def delete(desk: Desk, catalog: CatalogArgument, if_match: IfMatchOption = ANYTHING) -> None:
    """Softly: `catalog restore` brings it back with its whole tree. A catalog that is served is withdrawn first."""
    import catalog_admin.promotions.commands  # noqa: F401 - it has a say in what is deleted, and is slow to import

    with desk.work() as work:
        commands.delete_catalog(work, catalog, expected(if_match))


@app.command()
@seated
def restore(
    desk: Desk,
    catalog: CatalogArgument,
    id: Annotated[UUID | None, typer.Option(help="Which one of this key, as `catalog list --deleted` tells.")] = None,
    if_match: IfMatchOption = ANYTHING,
    json: JsonOption = False,
) -> None:
    """Bring back the catalog of this key that was deleted last, or the one of this id."""
    with desk.work() as work:
        restored = commands.restore_catalog(work, catalog, expected(if_match), id)
    if json:
        _told(restored, json=True)


def _next_boundary(said: AutomationOut | None) -> str:
    return said.next_boundary.isoformat() if said is not None and said.next_boundary is not None else ""


def _by_itself(said: GlanceOut) -> str:
    """Nothing of a catalog that people publish."""
    if said.auto_publish == "none":
        return ""
    held = said.automation.held if said.automation else None
    return f"held: {held.replace('_', ' ')}" if held else "yes"


def shown(words: dict[str, str] | None) -> str:
    """In the first language it is said in."""
    return next(iter((words or {}).values()), "")


def nodes_in_words(reads: Reads, home: Catalog, found: Page[Node]) -> NodePage:
    """As the API lists them: each says whether it can be opened."""
    counts = queries.child_counts(reads, found.items)
    items = [ListedNode.of(home, each, children=counts.get(each.id, 0)) for each in found.items]
    return NodePage(items=items, next=found.next)


def _told(catalog: Catalog, *, json: bool) -> None:
    told.thing(CatalogOut.of(catalog), etag(catalog.revision), json=json)


def _draft(reads: Reads, key: str, path: str, depth: int | None, *, json: bool) -> None:
    home = queries.catalog(reads, key)
    top = queries.node_at(reads, home, path)

    def page(limit: int, after: str | None) -> NodePage:
        return nodes_in_words(reads, home, queries.subtree_of(reads, top, after, limit, depth))

    found = told.pages(Paging(every=True), page)
    if json:
        nodes = [node for each in found for node in each.items]
        return told.as_json(DraftOut(catalog=CatalogOut.of(home), nodes=nodes, next=None))
    for each in found:
        for node in each.items:
            name = node.meta.get("displayName")
            typer.echo(f"{'  ' * node.depth}{node.key or key}  {shown(name)}".rstrip())
    return None
