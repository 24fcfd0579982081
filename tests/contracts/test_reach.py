"""Every route and somebody whose roles end at one catalog, or who is let into one environment only.

Everything out of reach is called `hush`, whatever it is, so that no answer may hold the word. Nothing here names the
routes that are walked: what is added tomorrow is tested tomorrow.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from catalog_admin.access import commands as access
from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs.commands.rulesets import SaidRule
from catalog_admin.environments import commands as environments
from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs.tables import RefusedRow
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.errors import NotFound
from catalog_admin.kit.guards import NeedsForShelves, NeedsInAllEnvironments, NeedsNothing, NeedsToRead
from catalog_admin.kit.ids import EnvironmentId, TenantId, new_id
from catalog_admin.kit.work import Database
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.pricing.tables import Tariff
from catalog_admin.products import commands as products
from catalog_admin.products.model.attributes import AttributeDefinition
from catalog_admin.publishing import commands as publishing
from catalog_admin.rules import commands as rules
from catalog_admin.settings import Settings
from rulestore.mirror import Mirrors
from tests.contracts.examples import Names, Requests
from tests.publishing.shop import ANY, Shop, plan
from tests.world import Roster, World
from tools.permissions import Opening, openings

HUSH = "hush"
PRICE = "quiet"  # the answer repeats what it was asked for
ALMOST = "husk"  # so does this one; what it suggests is telling
MINE = "mine"
RULE_FILE = f"rulesets/{HUSH}.json"
# Vocabulary and settings of the whole tenant, which everybody with a role may read.
REGISTRY = {"/commerce/attributes", "/commerce/attributes/{key}", "/commerce/rules/language", "/commerce/rules/parse"}
FOR_ALL = {"/access/me", "/tenant"} | REGISTRY
ENVIRONMENTS = {"/environments", "/environments/{key}"}
# Published content belongs to the tenant: whoever knows its name reads it from any environment.
OF_NO_ENVIRONMENT = {
    "/commerce/catalogs/{key}",
    "/commerce/catalogs/{key}/difference",
    "/commerce/catalogs/{key}/difference/stream",
    "/commerce/catalogs/{key}/difference/summary",
    "/commerce/catalogs/{key}/nodes/{node}/history",
    "/commerce/catalogs/{key}/rate-plans/{ratePlan}/history",
    "/commerce/catalogs/{key}/storage",
    "/commerce/catalogs/{key}/tags",
    "/commerce/catalogs/{key}/tags/{name}",
    "/commerce/catalogs/{key}/versions/{version}",
    "/commerce/catalogs/{key}/versions/{version}/export",
    "/commerce/catalogs/{key}/versions/{version}/proof",
    # So do the rules.
    "/rules/behaviour",
    "/rules/blame/{file}",
    "/rules/branches",
    "/rules/branches/{branch}",
    "/rules/commits",
    "/rules/commits/{revision}",
    "/rules/difference",
    "/rules/difference/meaning",
    "/rules/export",
    "/rules/files",
    "/rules/files/{file}",
    "/rules/findings",
    "/rules/git/{tenant}.git/info/refs",
    "/rules/history/{file}",
    "/rules/merges/preview",
    "/rules/rehearsals",
    "/rules/tags",
    "/rules/test-runs",
    "/rules/test-runs/{revision}",
    "/rules/uses",
    "/rules/verify",
}
# What git asks by POST is no JSON: tests/rules/git asks with a client that speaks it.
FETCH = "/rules/git/{tenant}.git/git-upload-pack"
# Answers that even the administrator of the tenant finds without the word: they tell no names.
WORDLESS = {
    "/access/me",
    "/audit/verify",
    "/tenant",
    "/rules/demands/{branch}",
    "/rules/conflict",
    "/rules/verify",
    FETCH,
}
HEAR_OF_IT = {"/commerce/catalogs", "/commerce/catalogs/{key}/tree", "/commerce/overview", "/search"}
# The smallest request is refused for something else first.
WRONG_ANYWAY = {
    "POST /commerce/catalogs/{key}/draft/restore",
    "POST /commerce/catalogs/{key}/nodes/import",
    "POST /commerce/nodes/{id}/restore",
    "PUT /commerce/nodes/{id}/rule",
}
READS_BY_POST: dict[str, dict[str, object]] = {
    FETCH: {},
    "/commerce/rules/preview": {"expression": f'{HUSH} == "{HUSH}"'},
    "/commerce/product-rate-plans/lookup": {"names": [ALMOST]},
    "/commerce/rules/parse": {"expression": f'{HUSH[:-1]} == "x"'},
    "/rules/findings": {"at": HUSH, "edits": [{"path": f"predicates/{HUSH}.json", "content": "{}"}]},
    "/rules/merges/preview": {"source": HUSH, "target": HUSH},
    "/commerce/prices/lookup": {"references": [PRICE], "context": {"currency": "EUR"}},
    "/rules/rehearsals": {},
}


class Places(Roster):
    """A gate that knows two environments."""

    def __init__(self, known: dict[str, EnvironmentId]) -> None:
        super().__init__()
        self._known = known

    def environment(self, tenant: TenantId, key: str | None) -> tuple[EnvironmentId, str]:
        if (key or "dev") not in self._known:
            raise NotFound(f"no environment {key}")
        return self._known[key or "dev"], key or "dev"


@dataclass
class Ground:
    """The app, the environments, and what is called hush in one of them."""

    app: FastAPI
    requests: Requests
    world: World
    roster: Places
    names: Names
    places: dict[str, str]
    words: tuple[str, ...]

    def client(self, *grants: Grant, only: str | None = None) -> TestClient:
        actor = Actor(
            "user:tess",
            self.world.tenant,
            self.world.tenant_key,
            grants,
            environments=None if only is None else frozenset({only}),
        )
        headers = self.roster.enlist(actor, self.world)
        return TestClient(self.app, raise_server_exceptions=False, headers=headers)

    def ask(self, client: TestClient, opening: Opening) -> Response:
        if opening.method == "POST" and opening.path in READS_BY_POST:
            return client.post(opening.path.format(**self.places), json=READS_BY_POST[opening.path])
        return self.requests.send(client, opening.method, opening.path, self.names, self.places)

    def told(self, client: TestClient) -> set[str]:
        """The routes that say a word of it."""
        return {each.path for each in reads_of(client) if self.tells(self.ask(client, each))}

    def is_refused(self, client: TestClient, opening: Opening) -> bool:
        return self.ask(client, opening).status_code == 403

    def tells(self, answer: Response) -> bool:
        """Holds a word it must not hold; a refusal may repeat the name that was asked for."""
        return answer.status_code < 300 and any(word in answer.text.lower() for word in self.words)


Plant = Callable[[str], Ground]


@pytest.fixture
def plant_hush(app: FastAPI, client: TestClient, database: Database, world: World) -> Plant:
    """Says where: in the environment `dev`, or in one that is called hush itself."""

    def plant(environment: str) -> Ground:
        with database.work(world.actor) as work:
            other = environments.create_environment(work, key=HUSH)
        known = {"dev": world.environment, HUSH: other.id}
        roster = app.state.gate = Places(known)
        somebody = replace(world.actor, subject=f"user:{HUSH}")
        place = World(world.tenant, world.tenant_key, known[environment], somebody)
        shop = _Hush(database, place, HUSH, environment)
        shop.fill()
        Shop(database, world, key=MINE).open()
        names = Names(HUSH, shop.id_of(HUSH))
        places = {
            "file": RULE_FILE,
            "name": HUSH,
            "tenant": world.tenant_key,
            "job": str(shop.job),
            "environment": environment,
            "prpId": HUSH,
            "plan_key": HUSH,
        }
        words = (HUSH, str(names.id), str(shop.job), shop.version)
        return Ground(app, Requests(app), world, roster, names, places, words)

    return plant


class _Hush(Shop):
    """A catalog, published and tagged, with a plan on a shelf, a job, a token and a binding."""

    job: UUID
    version: str

    def fill(self) -> None:
        with self.work() as work:
            attribute = AttributeDefinition(HUSH, Type(Kind.TEXT), {"en": HUSH})
            products.put_attribute(work, attribute, ANY)
            products.create_product(work, {"key": HUSH, "name": {"en": HUSH}, "status": "active"})
            products.create_rate_plan(work, {**plan(HUSH), "product": HUSH, "sku": HUSH, "attributes": {HUSH: HUSH}})
            self.job = jobs.enqueue(work, "products.import", {"of": HUSH})
            access.create_token(
                work, name=HUSH, grants=(Grant(Role.VIEWER),), environments=[HUSH], lives=timedelta(days=1)
            )
            access.bind_roles(work, subject=HUSH, grants=(Grant(Role.VIEWER),), environments=[HUSH], expected=ANY)
        self.open(locales=("en",))
        self.node(HUSH, meta={"displayName": {"en": HUSH}, "slug": {"en": HUSH}})
        self.node(f"{HUSH}.{HUSH}")
        self.assign(HUSH, HUSH)
        self.rule(HUSH, f'{HUSH} == "{HUSH}"')
        self.rule("", f"missing({HUSH})", "exclude")
        self.version = self.publish(note=HUSH).version.hex
        self.change(HUSH, sort_key=7)
        self.node(f"{HUSH}.gone-{HUSH}")
        self.delete(f"{HUSH}.gone-{HUSH}")
        self.fill_rules()
        self.refer()
        with self.work() as work:
            publishing.move_tag(work, HUSH, HUSH, "1", ANY)
            work.session.add(Tariff(id=new_id(), reference=PRICE, currency="EUR", model="flat", amount=1, unit=HUSH))
            refused = {"pointer": "", "code": HUSH, "detail": HUSH}
            work.session.add(RefusedRow(job_id=self.job, ordinal=1, line=1, **refused))

    def fill_rules(self) -> None:
        """A branch, a tag, a case, and a set with a rule that never fires, which is said against it."""
        mirrors = Mirrors(Settings().mirrors_lie_in)
        never = {
            "id": HUSH,
            "when": f"{HUSH} > 2 && {HUSH} < 1",
            "then": [{"action": "WARN", "payload": {"code": HUSH}}],
        }
        said = {
            "schemas/context.json": {"type": "object", "properties": {HUSH: {"type": "number"}}},
            RULE_FILE: {"rules": [never]},
            f"predicates/{HUSH}.json": {"id": HUSH, "when": f"missing({HUSH})"},
            f"tests/{HUSH}.json": {
                "subject": {"kind": "rule", "id": HUSH},
                "cases": [{"id": HUSH, "instant": "2026-01-01", "expect": {"outcome": "MISSING_INPUT"}}],
            },
        }
        edits = [rules.FileEdit(path, json.dumps(each).encode()) for path, each in said.items()]
        with self.database.work(self.world.actor) as work:
            rules.create_branch(work, mirrors, HUSH, "main")
            rules.commit_files(work, mirrors, HUSH, edits, HUSH)
            rules.merge_branch(work, mirrors, HUSH, "main")
            rules.create_tag(work, mirrors, f"{HUSH}-tag", HUSH)

    def refer(self) -> None:
        """A rule whose condition stands there."""
        node = self.id_of(f"{HUSH}.{HUSH}")
        said = SaidRule(HUSH, "include", None, "/rules/0", ref=f"predicates/{HUSH}@{HUSH}")
        with self.work() as work:
            catalogs.put_ruleset(work, node, [said], [], ANY)


def reads_of(client: TestClient) -> list[Opening]:
    """What somebody with a role reads; storefronts have tests of their own."""
    return [
        each
        for each in openings(client.app)  # type: ignore[arg-type]
        if each.guard is not None
        and not isinstance(each.guard, NeedsNothing | NeedsToRead)
        and (each.method == "GET" or each.path in READS_BY_POST)
    ]


def writes_of(client: TestClient) -> list[Opening]:
    return [
        each
        for each in openings(client.app)  # type: ignore[arg-type]
        if each.needs_a_token and each.method != "GET" and each.path not in READS_BY_POST
    ]


@pytest.mark.parametrize("environment", ["dev", HUSH])
def test_there_is_something_to_find_behind_every_route(plant_hush: Plant, environment: str) -> None:
    """Else the next tests would pass for want of anything to see: teach `fill` what a new route reads."""
    ground = plant_hush(environment)
    admin = ground.client(Grant(Role.TENANT_ADMIN))
    admin.headers["X-Environment"] = environment
    assert ground.told(admin) >= {each.path for each in reads_of(admin)} - WORDLESS


@pytest.mark.parametrize(
    "grants",
    [
        (Grant(Role.VIEWER, catalog=MINE),),
        (Grant(Role.OPERATOR, catalog=MINE), Grant(Role.VIEWER, catalog=MINE, path="a")),
    ],
)
def test_a_reader_of_one_catalog_is_told_nothing_of_another(plant_hush: Plant, grants: tuple[Grant, ...]) -> None:
    ground = plant_hush("dev")
    assert ground.told(ground.client(*grants)) <= FOR_ALL | ENVIRONMENTS


def test_who_fills_the_shelves_of_one_catalog_reads_all_goods_and_nothing_else_of_another(plant_hush: Plant) -> None:
    ground = plant_hush("dev")
    client = ground.client(*(Grant(role, catalog=MINE) for role in Role))
    goods = {each.path for each in reads_of(client) if isinstance(each.guard, NeedsForShelves)}
    assert goods <= ground.told(client) <= goods | FOR_ALL | ENVIRONMENTS | {"/search"}


def test_a_reader_of_one_subtree_is_told_of_no_other(plant_hush: Plant) -> None:
    """The catalog it stands in is known by its settings."""
    ground = plant_hush("dev")
    told = ground.told(ground.client(Grant(Role.VIEWER, catalog=HUSH, path="another")))
    assert told <= FOR_ALL | ENVIRONMENTS | HEAR_OF_IT


def test_who_is_let_into_one_environment_is_told_nothing_of_another(plant_hush: Plant) -> None:
    ground = plant_hush(HUSH)
    everything = tuple(Grant(role) for role in Role)
    assert ground.told(ground.client(*everything, only="dev")) <= FOR_ALL | OF_NO_ENVIRONMENT


@pytest.mark.parametrize("limit", ["catalog", "environment"])
def test_nobody_writes_beyond_his_limits(plant_hush: Plant, limit: str) -> None:
    is_of_catalog = limit == "catalog"
    ground = plant_hush("dev" if is_of_catalog else HUSH)
    grants = (Grant(role, catalog=MINE if is_of_catalog else None) for role in Role)
    client = ground.client(*grants, only=None if is_of_catalog else "dev")
    client.headers["X-Environment"] = "dev" if is_of_catalog else HUSH
    answers = {f"{each.method} {each.path}": ground.ask(client, each) for each in writes_of(client)}
    assert [name for name, answer in answers.items() if answer.status_code < 400] == []
    beside_the_point = {name for name, answer in answers.items() if answer.status_code not in (403, 404)}
    assert beside_the_point <= WRONG_ANYWAY


def test_who_is_let_into_some_environments_changes_nothing_of_the_tenant(plant_hush: Plant) -> None:
    """Not by the one open door either: readers without a token, let into an environment that he may not enter."""
    ground = plant_hush(HUSH)
    client = ground.client(Grant(Role.TENANT_ADMIN), only="dev")
    whole = [
        each
        for each in writes_of(client)
        if isinstance(each.guard, NeedsInAllEnvironments) and not ground.is_refused(client, each)
    ]
    assert whole == []
    opened = client.put("/tenant", json={"anonymousEnvironments": [HUSH]}, headers={"If-Match": "*"})
    assert (opened.status_code, opened.json()["needs"]) == (403, "environment:*")


def test_a_reader_of_one_catalog_is_not_told_why_something_else_is_not_on_its_shelf(
    plant_hush: Plant, database: Database, world: World
) -> None:
    ground = plant_hush("dev")
    mine = Shop(database, world, key=MINE)
    shelf = f"/commerce/nodes/{mine.node('shelf')}/product-rate-plans"
    viewer = ground.client(Grant(Role.VIEWER, catalog=MINE))
    hidden, missing = (viewer.get(f"{shelf}/{key}") for key in (HUSH, "nothing"))
    assert (hidden.status_code, hidden.json()["code"]) == (404, missing.json()["code"])
    assert ground.client(Grant(Role.CATALOG_EDITOR, catalog=MINE)).get(f"{shelf}/{HUSH}").status_code == 200
    mine.assign("shelf", HUSH)
    assert viewer.get(f"{shelf}/{HUSH}").status_code == 200
