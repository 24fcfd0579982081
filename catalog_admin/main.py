"""The only place where all rooms meet."""

import importlib.util
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, FastAPI
from starlette.types import Receive, Scope, Send

from catalog_admin import VERSION
from catalog_admin.access.gate import ConsoleChoices, build_gate
from catalog_admin.access.providers import Client
from catalog_admin.access.sessions import Lifetimes
from catalog_admin.environments import queries as environments
from catalog_admin.front.door import open_front_door
from catalog_admin.kit.compression import LargeAnswers
from catalog_admin.kit.garbage import seldom_collected
from catalog_admin.kit.guards import Gate, check_every_route_is_guarded
from catalog_admin.kit.notices import Ear
from catalog_admin.kit.outgoing import Outgoing
from catalog_admin.kit.parameters import only_known_parameters
from catalog_admin.kit.problems import LargeBodies, answer_with_problems
from catalog_admin.kit.requests import RequestTrail
from catalog_admin.kit.secret_references import SecretReference
from catalog_admin.kit.streams import connections, spools
from catalog_admin.kit.turns import Turns
from catalog_admin.kit.work import Database, Patience
from catalog_admin.rules.anchoring.places import AtAnAddress, InAFile, Place
from catalog_admin.rules.git.seats import Bounds, Places
from catalog_admin.settings import Settings
from catalog_admin.storefront import discoveries
from catalog_admin.storefront.api.graphql import take_shortcut
from catalog_admin.storefront.lane import FastLane
from rulestore.mirror import Mirrors

# Bottom up, as in docs/architecture.md.
ROOMS = (
    "organisation",
    "audit",
    "jobs",
    "access",
    "events",
    "environments",
    "pricing",
    "products",
    "catalogs",
    "publishing",
    "rules",
    "promotions",
    "deploys",
    "storefront",
)
PUBLIC = frozenset({"/", "/docs", "/healthz", "/readyz"})


class Service(FastAPI):
    """FastAPI with our own layers around all of it: it refuses some requests before its middleware sees them."""

    lane: FastLane

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.lane(scope, receive, send)

    async def slow_lane(self, scope: Scope, receive: Receive, send: Send) -> None:
        await RequestTrail(LargeBodies(LargeAnswers(self._answer)))(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Who has a seat has been let in already, and asks for one thing only."""
        has_seat = scope["type"] == "http" and "seat" in scope["state"]
        await (take_shortcut(self.state.database) if has_seat else super().__call__)(scope, receive, send)


def create_app(settings: Settings, database: Database, *, gate: Gate | None) -> FastAPI:
    """The service over a prepared database; without a gate it refuses everybody.

    Raises UnguardedRoute if a route forgot its permission type.
    """
    app = Service(
        title="catalog-admin",
        description="Hierarchical catalogs, rules and immutable versions.",
        version=VERSION,
        max_body_size=settings.max_body_bytes,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
    )
    app.lane = FastLane(app.slow_lane)
    app.state.pointers, app.state.subscriptions = app.lane.pointers, app.lane.subscriptions
    app.state.settings, app.state.gate = settings, gate
    app.state.database = database.with_patience(*_patience(settings))
    app.state.discoveries = discoveries.Policy(settings.discovery_sample, settings.discovery_days)
    app.state.mirrors, app.state.git_places = Mirrors(settings.mirrors_lie_in), Places(_git_bounds(settings))
    app.state.turns = Turns(settings.database_pool_size)
    app.state.stream_turns, app.state.spool_turns = connections(), spools()
    answer_with_problems(app)
    for router in _routers():
        app.include_router(router, dependencies=[Depends(only_known_parameters)])
    open_front_door(app)
    check_every_route_is_guarded(app, PUBLIC)
    return app


def gate_of(settings: Settings, database: Database) -> Gate:
    """Who is let in, as configured; raises DevIssuerRefused off loopback or beside a real issuer."""
    return build_gate(
        database,
        environments.chosen,
        host=settings.host,
        data_dir=settings.data_dir.absolute(),
        oidc_issuer=settings.oidc_issuer,
        oidc_audience=settings.oidc_audience,
        tenant_claim=settings.oidc_tenant_claim,
        roles_claim=settings.oidc_roles_claim,
        dev_issuer=settings.uses_dev_issuer,
        console=ConsoleChoices(
            client=_client(settings),
            address=settings.console_url,
            lifetimes=Lifetimes(
                timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
            ),
        ),
    )


def _client(settings: Settings) -> Client | None:
    """Raises SecretMissing at once: not when the first person signs in."""
    if settings.oidc_client_id is None:
        return None
    named = settings.oidc_client_secret
    secret = None if named is None else SecretReference(named)
    if secret is not None:
        secret.value()
    return Client(settings.oidc_client_id, secret, settings.oidc_scopes)


def places_told(settings: Settings) -> dict[str, Place]:
    """Who is told where the logs of rules are. Raises SecretMissing at once: not when there is something to tell."""
    places: dict[str, Place] = {}
    if settings.rule_anchor_file is not None:
        places["file"] = InAFile(settings.rule_anchor_file.absolute())
    if settings.rule_anchor_url is not None and settings.rule_anchor_secret is not None:
        secret = SecretReference(settings.rule_anchor_secret)
        secret.value()
        host = urlsplit(settings.rule_anchor_url).hostname or ""
        places["url"] = AtAnAddress(settings.rule_anchor_url, secret, Outgoing([host]))
    return places


def _patience(settings: Settings) -> tuple[Patience, Patience, Patience]:
    """Of requests, of storefronts, which take no locks, and of exports, whose readers may be slow."""
    lock, idle = settings.request_lock_seconds, settings.request_idle_seconds
    return (
        Patience(lock, settings.request_statement_seconds, idle),
        Patience(lock, settings.storefront_statement_seconds, idle),
        Patience(lock, settings.stream_seconds, settings.stream_seconds),
    )


def _git_bounds(settings: Settings) -> Bounds:
    return Bounds(
        seats=settings.git_seats,
        lines=settings.git_lines,
        least_bytes_per_second=settings.git_least_kib_per_second * 1024,
        patience_seconds=settings.git_patience_seconds,
        longest_seconds=settings.git_transfer_seconds,
        spool_bytes=settings.git_spool_mib * 1024 * 1024,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Listens while it answers. Asynchronous connections must be given back on the loop they were made on."""
    assert isinstance(app, Service)  # noqa: S101 - the only one that is begun by this
    ear = Ear(app.state.database.engine.url, app.lane)
    ear.start()
    app.state.mirrors.sweep()
    with app.state.database.servers.watched(), seldom_collected():
        yield
    ear.stop()
    await app.state.database.close_async()


def _routers() -> Iterable[APIRouter]:
    for room in ROOMS:
        name = f"catalog_admin.{room}.api"
        if importlib.util.find_spec(name):
            yield importlib.import_module(name).router
