"""The whole service in one process: database, migrations, demo, API, worker; and its orderly end.

Ctrl-C and SIGTERM: requests finish, the worker hands its job back, then the database stops.
"""

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

import structlog
import typer
import uvicorn
from starlette.types import ASGIApp

from catalog_admin.access.issuing import refuse_off_loopback
from catalog_admin.cli.asked import DEFAULT_TENANT
from catalog_admin.cli.demo import has_demo, load_demo_if_empty
from catalog_admin.cli.errors import AddressUnusable, PortTaken
from catalog_admin.cli.reached import connected, connections_needed, embedded_home, prepared, room_for
from catalog_admin.cli.token import minted
from catalog_admin.front import console, landing
from catalog_admin.jobs.worker import Worker, connections_for
from catalog_admin.kit import logs
from catalog_admin.kit.actor import Role
from catalog_admin.kit.postgres import EmbeddedPostgres
from catalog_admin.kit.schema import replica_url
from catalog_admin.kit.service_role import ServiceRoleShutOut, check_is_fit
from catalog_admin.kit.standing import Standing
from catalog_admin.kit.telemetry import MeasuredRequests, Telemetry
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app, gate_of, places_told
from catalog_admin.organisation.model import Tenant
from catalog_admin.organisation.queries import every_tenant
from catalog_admin.rules.anchoring.telling import tell_places
from catalog_admin.rules.git.seats import Places
from catalog_admin.settings import Settings

log = structlog.get_logger()

WAITING_CONNECTIONS = 2048


def serve() -> None:
    """Start everything and answer until stopped."""
    settings = Settings()
    logs.configure(settings.log_format, settings.log_level)
    # From here on SIGTERM is what Ctrl-C is: uvicorn raises both again once it has shut down.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        _serve(settings)
    typer.echo("stopped", err=True)


def _serve(settings: Settings) -> None:
    if settings.uses_dev_issuer:
        refuse_off_loopback(settings.host, settings.oidc_issuer)
    # The port first: nobody wants to wait for a database to learn that it was taken.
    with _listening(settings) as listener, _owner_url(settings) as url, measured(settings) as telemetry:
        service = prepared(url, settings)
        database = _opened(settings, service)
        try:
            if settings.demo:
                load_demo_if_empty(database, url)
            app = create_app(settings, database, gate=gate_of(settings, database))
            if settings.uses_dev_issuer:
                app.state.tenants_to_choose = partial(_tenants, url)
            app.state.welcome = landing.welcome(settings, has_demo=has_demo(database))
            if telemetry:
                _watch_git(telemetry, app.state.git_places)
            _greet(settings, app.state.welcome, listener)
            with _working(settings, service):
                _answer(settings, MeasuredRequests(app, telemetry) if telemetry else app, listener)
        finally:
            database.close()


def _answer(settings: Settings, app: ASGIApp, listener: socket.socket) -> None:
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=settings.shutdown_seconds,
        )
    )
    server.run(sockets=[listener])


@contextmanager
def _working(settings: Settings, service: str) -> Iterator[None]:
    """A worker over connections of its own: long work and requests do not take them from each other."""
    if not settings.worker_concurrency:
        yield
        return
    tell_places(places_told(settings), settings.rule_anchor_seconds)
    database = Database(service, pool_size=connections_for(settings.worker_concurrency))
    worker = Worker(database, concurrency=settings.worker_concurrency, retention_days=settings.job_retention_days)
    worker.start()
    try:
        yield
    finally:
        worker.stop(within_seconds=settings.shutdown_seconds)
        database.close()


def _tenants(url: str) -> list[Tenant]:
    """For the development issuer's page alone: only the owner of the tables sees over the wall."""
    with connected(url) as connection:
        return every_tenant(connection)


@contextmanager
def measured(settings: Settings) -> Iterator[Telemetry | None]:
    """Before the database is opened: only connections made later are traced."""
    endpoint = settings.otel_exporter_otlp_endpoint
    telemetry = Telemetry(endpoint) if endpoint else None
    try:
        yield telemetry
    finally:
        if telemetry is not None:
            telemetry.stop()


def _watch_git(telemetry: Telemetry, places: Places) -> None:
    telemetry.watch(
        "catalog_admin.git.places", "Seats, rests and lines of git clients, taken and awaited.", places.measured
    )
    ended = "git clients that were ended by us, by reason."
    telemetry.watch("catalog_admin.git.ended", ended, places.ended_so_far, only_rises=True)


def _greet(settings: Settings, welcome: landing.Welcome, listener: socket.socket) -> None:
    address = _address(listener)
    typer.echo(f"catalog-admin answers at {address}")
    if console.is_built():
        typer.echo(f"  console  {address}{console.PLACE}/")
    typer.echo(f"  REST     {address}/docs\n  GraphQL  {address}/graphql")
    if settings.uses_dev_issuer and welcome.has_demo:
        if console.is_built():
            typer.echo(f"\nIn the console choose a role of the tenant {DEFAULT_TENANT}: one click signs you in.")
        token = minted(settings, DEFAULT_TENANT, [Role.TENANT_ADMIN])
        typer.echo(f"\nFor the API, a token of the development issuer (tenant {DEFAULT_TENANT}, eight hours):\n")
        typer.echo(f"export TOKEN={token}\n")
    else:
        typer.echo(f"\nEvery call carries a bearer token. {welcome.words}\n\n{welcome.command}\n")
    for what, call in landing.example_calls(address, has_demo=welcome.has_demo):
        typer.echo(f"# {what}\n{call}")
    sys.stdout.flush()


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """Raises PortTaken, AddressUnusable."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as wrong:
        raise AddressUnusable(f"{settings.host} is not an address to listen on", suggestion="set HOST") from wrong
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _let_go_after(listener, settings.stream_seconds)
        try:
            listener.bind(place)
            listener.listen(WAITING_CONNECTIONS)
        except OSError as wrong:
            raise PortTaken(
                f"cannot listen on {settings.host}:{settings.port}: {wrong.strerror}",
                suggestion=f"stop what listens there, or choose another: PORT={settings.port + 1}",
            ) from wrong
        yield listener


def _let_go_after(listener: socket.socket, seconds: float) -> None:
    """Of who takes nothing of what was sent: also a connection that we have closed waits for that, else for ever."""
    if sys.platform == "linux":
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(seconds * 1000))


@contextmanager
def _owner_url(settings: Settings) -> Iterator[str]:
    """Unlike other commands, `serve` is the embedded database's supervisor."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    room = room_for(connections_needed(settings))
    with EmbeddedPostgres(embedded_home(settings), settings=room) as postgres:
        yield postgres.dsn()


def _opened(settings: Settings, service: str) -> Database:
    """Row-level security must bind on a replica too: raises ServiceRoleUnsuitable.

    One that is not there now is no reason not to start; it is read when it is there, and has been looked at.
    """
    if settings.database_read_url is None:
        return Database(service, pool_size=settings.database_pool_size)
    reader = replica_url(settings.database_read_url.get_secret_value())
    standing = Standing(settings.database_read_lag_seconds)
    try:
        check_is_fit(reader)
    except ServiceRoleShutOut as away:
        standing.is_admitted = False
        log.warning("replica_away", reason=away.detail)
    read_url = reader.render_as_string(hide_password=False)
    return Database(service, read_url=read_url, pool_size=settings.database_pool_size, standing=standing)
