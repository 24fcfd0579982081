"""The demo tenant: loaded once into an empty database, reset by beginning again.

The tenant carries a mark from the transaction that founds it. Without the mark it is somebody's own tenant that
happens to be called `demo`, and with the mark `loaded` it belongs to whoever tries things on: neither is touched.
"""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import text

import bundles
from bundles.model import Bundle, State, Thing
from bundles.model import thing as rebuilt
from catalog_admin.cli import told
from catalog_admin.cli.asked import DEFAULT_TENANT
from catalog_admin.cli.bundle import load_sound
from catalog_admin.cli.demo_rules import load_rules
from catalog_admin.cli.desk import Desk, TenantDesk, desk_in, find_doorplate, operator_of
from catalog_admin.cli.errors import DemoElsewhere, NotConfirmed, NotTheDemo
from catalog_admin.cli.founding import found
from catalog_admin.cli.reached import connected, embedded_home, reached_database
from catalog_admin.deploys import commands as deploys
from catalog_admin.kit.locks import Lock, take
from catalog_admin.kit.postgres import erase
from catalog_admin.kit.work import Database
from catalog_admin.organisation import commands as organisation
from catalog_admin.organisation.model import DemoState, founder
from catalog_admin.organisation.queries import demo_state, every_tenant, find_tenant
from catalog_admin.settings import Settings

app = typer.Typer(no_args_is_help=True)
DEMO = Path(bundles.__file__).parent / "examples" / "demo"
NAME = "Demo"
LAUNCHED = re.compile(r"launched-([0-9]{1,4})-days-ago")


@app.command()
def load() -> None:
    """Load the demo into a tenant `demo` of its own; a load that was cut off goes on, a finished one stays."""
    with reached_database(Settings()) as database:
        load_demo(database)


@app.command()
def reset(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete the whole embedded database, with all tenants, and load the demo again."""
    settings = Settings()
    if settings.database_url is not None:
        raise DemoElsewhere("DATABASE_URL names a database of yours", suggestion="drop and create it yourself")
    home = embedded_home(settings)
    if not yes and not typer.confirm(f"Delete everything in {home}?"):
        raise NotConfirmed("nothing was deleted")
    erase(home)
    load()


def load_demo_if_empty(database: Database, administrator: str) -> None:
    """Only where nobody is at home; a load that was cut off goes on."""
    if not _has_tenants(administrator) or _was_cut_off(database):
        load_demo(database)
        _count_rows(administrator)


def load_demo(database: Database) -> None:
    """About 15 s into an empty database; safe to run from several processes at once. Raises NotTheDemo."""
    _found(database)
    desk = desk_in(database, DEFAULT_TENANT, None)
    with desk.work() as holder:
        take(holder.session, Lock.DEMO)
        match demo_state(holder):
            case None:
                raise NotTheDemo("the tenant demo is not the demo's own", suggestion="load it into another database")
            case DemoState.LOADED:
                told.note("demo: loaded before")
            case DemoState.LOADING:
                _apply(desk)
                organisation.mark_as_demo(holder, DemoState.LOADED)


def _found(database: Database) -> None:
    """The lock first: of two processes that find nobody at home, one founds."""
    with database.work(founder(DEFAULT_TENANT)) as work:
        take(work.session, Lock.DEMO)
        if find_tenant(work.session, DEFAULT_TENANT) is None:
            found(work, DEFAULT_TENANT, NAME)
            organisation.mark_as_demo(work, DemoState.LOADING)


def _apply(desk: Desk) -> None:
    bundle = _of_today(load_sound(DEMO), datetime.now(UTC).date())
    told.note("demo: rules " + ("loaded" if load_rules(TenantDesk(desk.database, desk.actor)) else "were there"))
    with told.Bar("demo") as bar:
        desk.on_progress = bar.move
        for stage in deploys.apply(desk, bundle, may_delete=True):
            told.note(f"demo: {stage.name} " + ("was there" if stage.was_done else "loaded"))


def _count_rows(administrator: str) -> None:
    """Who opens the console at once must not wait for plans made for empty tables: autovacuum comes a minute later.

    No publish of the demo is large enough to do it, and together they are.
    """
    with connected(administrator) as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def _has_tenants(administrator: str) -> bool:
    with connected(administrator) as connection:
        return bool(every_tenant(connection))


def has_demo(database: Database) -> bool:
    """Whole, in a tenant of its own; a tenant of somebody's that is called demo is not one."""
    return _state(database) is DemoState.LOADED


def _was_cut_off(database: Database) -> bool:
    return _state(database) is DemoState.LOADING


def _state(database: Database) -> DemoState | None:
    doorplate = find_doorplate(database, DEFAULT_TENANT)
    if doorplate is None:
        return None
    with database.reads(operator_of(doorplate), may_lag=False) as reads:
        return demo_state(reads)


def _of_today(bundle: Bundle, today: date) -> Bundle:
    """New Arrivals would be empty a month after the files were written: dates follow the tag that says how new."""
    stages = tuple(_of_today(stage, today) for stage in bundle.stages)
    wanted = State(_launched(each, today) for each in bundle.wanted)
    return Bundle(bundle.name, wanted, bundle.scope, bundle.publications, stages)


def _launched(each: Thing, today: date) -> Thing:
    for tag in each.body.get("tags", ()):
        if found := LAUNCHED.fullmatch(tag):
            launched = today - timedelta(days=int(found[1]))
            attributes = {**each.body.get("attributes", {}), "launchDate": launched.isoformat()}
            return rebuilt(each.kind, each.key, {**each.body, "attributes": attributes}, each.place)
    return each
