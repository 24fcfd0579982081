"""Published content without a publisher: rows at an ordinal that is then sealed, written as the administrator."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson
import psycopg
from psycopg import sql

from tests.world import World

OPEN = 2147483647


@dataclass(frozen=True)
class Shelf:
    """A node; its parent is the path without its last key. The root has the empty path."""

    path: str
    name: dict[str, str] | None = None
    slug: str | None = None
    sort_key: int = 0
    active_from: datetime | None = None
    active_to: datetime | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"node/{self.path}")

    @property
    def tpath(self) -> str:
        return f"{self.path}." if self.path else ""

    @property
    def parent_id(self) -> UUID | None:
        return Shelf(self.path.rpartition(".")[0]).id if self.path else None


@dataclass(frozen=True)
class Plan:
    """`shelves` are paths; the order on each is that of `order`. `names` are those in other languages than English."""

    key: str
    shelves: Sequence[str]
    name: str = ""
    sku: str | None = None
    status: str = "active"
    effective_from: date | None = None
    effective_to: date | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    order: str = ""
    charges: Sequence[dict[str, Any]] = ()
    names: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"plan/{self.key}")


class Press:
    """Prints versions of catalogs into one environment, each time all of it."""

    def __init__(self, connection: psycopg.Connection, world: World) -> None:
        self.connection, self.world = connection, world
        self.enter(connection)

    def enter(self, connection: psycopg.Connection) -> None:
        """Until the connection ends it is for this press's tenant and environment."""
        connection.execute(
            "SELECT set_config('app.tenant', %s, false), set_config('app.environment', %s, false)",
            [str(self.world.tenant), str(self.world.environment)],
        )

    def publish(
        self,
        catalog: str,
        shelves: Iterable[Shelf],
        plans: Iterable[Plan] = (),
        *,
        effective_from: datetime | None = None,
        goes_live: bool = True,
    ) -> str:
        """The new version's digest in hexadecimal; live at once, or in a release nobody serves."""
        shelves, plans = list(shelves), list(plans)
        lineage = self._lineage(catalog)
        ordinal = self._open(lineage)
        digest = hashlib.sha256(f"{self.world.tenant}/{catalog}/{ordinal}".encode()).digest()
        self._entries(catalog, lineage, ordinal, shelves, plans)
        self.connection.execute("SELECT seal_ordinal(%s, %s, %s)", [lineage, ordinal, digest])
        self._version(catalog, lineage, ordinal, digest, shelves, plans)
        if goes_live:
            self.serve(catalog, digest, effective_from)
        self.connection.commit()
        return digest.hex()

    def serve(self, catalog: str, digest: bytes, effective_from: datetime | None = None) -> None:
        served = dict(self._served())
        served[catalog] = digest
        release = hashlib.sha256(orjson.dumps({key: value.hex() for key, value in sorted(served.items())})).digest()
        self._run(
            "INSERT INTO release (tenant_id, digest, body, created_by) VALUES (%s, %s, '{}', 'tess')"
            " ON CONFLICT DO NOTHING",
            [self.world.tenant, release],
        )
        for key, version in served.items():
            self._run(
                "INSERT INTO release_catalog VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [self.world.tenant, release, key, version],
            )
        generation = self._run(
            "UPDATE environment SET release_digest = %s, generation = generation + 1"
            " WHERE tenant_id = %s AND environment_id = %s RETURNING generation",
            [release, self.world.tenant, self.world.environment],
        ).fetchone()
        self._run(
            "INSERT INTO environment_move (tenant_id, environment_id, generation, release_digest, cause, moved_by,"
            " effective_from) VALUES (%s, %s, %s, %s, 'publish', 'tess', coalesce(%s, now()))",
            [self.world.tenant, self.world.environment, generation[0] if generation else 0, release, effective_from],
        )
        self.connection.commit()

    def tag(self, catalog: str, name: str, digest: str) -> None:
        self._run(
            "INSERT INTO tag (tenant_id, catalog_key, name, digest, moved_by) VALUES (%s, %s, %s, %s, 'tess')",
            [self.world.tenant, catalog, name, bytes.fromhex(digest)],
        )
        self.connection.commit()

    def _entries(
        self, catalog: str, lineage: int, ordinal: int, shelves: Sequence[Shelf], plans: Sequence[Plan]
    ) -> None:
        bodies: dict[bytes, bytes] = {}
        mine = (self.world.tenant, lineage)
        settings = _keep(bodies, {"key": catalog, "name": {"en": catalog.title()}, "locales": ["en", "de"]})
        said = [("catalog", catalog, settings), *_attribute_entries(bodies, plans)]
        self._copy("published_entry", ((*mine, *named, ordinal, OPEN, 0, named[2]) for named in said))
        self._copy("published_node", (_node_row(mine, ordinal, shelf, bodies) for shelf in shelves))
        self._copy(
            "published_slug",
            ((*mine, shelf.slug, "en", shelf.id, ordinal, OPEN) for shelf in shelves if shelf.slug),
        )
        self._copy("published_count", ((*mine, *counted, ordinal, OPEN) for counted in _counts(shelves, plans)))
        self._plans(mine, ordinal, plans, bodies)
        self._copy("published_membership", _membership_rows(mine, ordinal, plans))
        self._run("CREATE TEMP TABLE IF NOT EXISTS fresh_body (tenant_id uuid, hash bytea, body text)", [])
        self._copy("fresh_body", ((self.world.tenant, named, body.decode()) for named, body in bodies.items()))
        self._run("INSERT INTO body SELECT * FROM fresh_body ON CONFLICT DO NOTHING", [])
        self._run("TRUNCATE fresh_body", [])

    def _plans(self, mine: tuple[UUID, int], ordinal: int, plans: Sequence[Plan], bodies: dict[bytes, bytes]) -> None:
        self._run("CREATE TEMP TABLE IF NOT EXISTS fresh_plan (LIKE published_plan, words text)", [])
        self._run("ALTER TABLE fresh_plan ALTER search DROP NOT NULL", [])
        self._copy("fresh_plan", (_plan_row(mine, ordinal, plan, bodies) for plan in plans))
        self._run("UPDATE fresh_plan SET search = to_tsvector('shelf', words)", [])
        self._run(
            "SELECT learn_words(%s, array_agg(words), ARRAY['simple', 'english_stem', 'german_stem']) FROM fresh_plan",
            [mine[1]],
        )
        self._run("ALTER TABLE fresh_plan DROP COLUMN words", [])
        self._run("INSERT INTO published_plan SELECT * FROM fresh_plan", [])
        self._run("DROP TABLE fresh_plan", [])

    def _lineage(self, catalog: str) -> int:
        self._run(
            "INSERT INTO lineage (tenant_id, catalog_key, environment_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [self.world.tenant, catalog, self.world.environment],
        )
        found = self._run(
            "SELECT lineage_id FROM lineage WHERE tenant_id = %s AND catalog_key = %s AND environment_id = %s",
            [self.world.tenant, catalog, self.world.environment],
        ).fetchone()
        assert found is not None
        return int(found[0])

    def _open(self, lineage: int) -> int:
        """Begins the next ordinal and ends everything that held until now."""
        found = self._run(
            "INSERT INTO lineage_ordinal (tenant_id, lineage_id, ordinal) SELECT %s, %s, coalesce(max(ordinal), 0) + 1"
            " FROM lineage_ordinal WHERE lineage_id = %s RETURNING ordinal",
            [self.world.tenant, lineage, lineage],
        ).fetchone()
        assert found is not None
        for table in ("node", "slug", "count", "plan", "membership", "entry"):
            name = sql.Identifier(f"published_{table}")
            self.connection.execute(
                sql.SQL("UPDATE {} SET until_ordinal = %s WHERE lineage_id = %s AND until_ordinal = %s").format(name),
                [found[0], lineage, OPEN],
            )
        return int(found[0])

    def _version(
        self,
        catalog: str,
        lineage: int,
        ordinal: int,
        digest: bytes,
        shelves: Sequence[Shelf],
        plans: Sequence[Plan],
    ) -> None:
        memberships = sum(len(plan.shelves) for plan in plans)
        sizes = [len(shelves) + len(plans) + memberships + 1, len(shelves), len(plans), memberships]
        self._run(
            "INSERT INTO version (tenant_id, digest, lineage_id, ordinal, catalog_key, entries, nodes, plans,"
            " memberships) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [self.world.tenant, digest, lineage, ordinal, catalog, *sizes],
        )

    def _served(self) -> list[tuple[str, bytes]]:
        return self._run(
            "SELECT catalog_key, version_digest FROM release_catalog c"
            " JOIN environment e USING (tenant_id, release_digest) WHERE e.tenant_id = %s AND e.environment_id = %s",
            [self.world.tenant, self.world.environment],
        ).fetchall()

    def _copy(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        with self.connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
            for row in rows:
                copy.write_row(row)

    def _run(self, statement: str, values: Sequence[Any]) -> psycopg.Cursor[Any]:
        return self.connection.execute(statement.encode(), values)


def _attribute_entries(bodies: dict[bytes, bytes], plans: Sequence[Plan]) -> list[tuple[str, str, bytes]]:
    """As declared: of the kind that the values are of."""
    said = {key: value for plan in plans for key, value in plan.attributes.items()}
    kinds = {key: "integer" if isinstance(value, int) else "text" for key, value in said.items()}
    return [
        ("attribute", key, _keep(bodies, {"key": key, "kind": kind, "searchable": key == "summary"}))
        for key, kind in kinds.items()
    ]


def _keep(bodies: dict[bytes, bytes], said: dict[str, Any]) -> bytes:
    body = orjson.dumps(said, option=orjson.OPT_SORT_KEYS, default=str)
    digest = hashlib.sha256(body).digest()
    bodies[digest] = body
    return digest


def _node_row(mine: tuple[UUID, int], ordinal: int, shelf: Shelf, bodies: dict[bytes, bytes]) -> tuple[Any, ...]:
    key = shelf.path.rpartition(".")[2]
    meta = shelf.meta | ({} if shelf.name is None else {"displayName": shelf.name})
    if shelf.slug:
        meta["slug"] = {"en": shelf.slug}
    body_hash = _keep(bodies, {"id": str(shelf.id), "key": key, "meta": meta, "attributes": shelf.attributes})
    depth = len(shelf.path.split(".")) if shelf.path else 0
    place = (*mine, shelf.id, shelf.parent_id, key, shelf.path, shelf.tpath, depth, "category", shelf.sort_key)
    return (*place, shelf.active_from, shelf.active_to, body_hash, ordinal, OPEN, 0, body_hash)


def _plan_row(mine: tuple[UUID, int], ordinal: int, plan: Plan, bodies: dict[bytes, bytes]) -> tuple[Any, ...]:
    name = plan.name or plan.key
    product = {"key": f"P-{plan.key}", "name": {"en": f"Product of {name}"}}
    body_hash = _keep(
        bodies,
        {
            "id": str(plan.id),
            "key": plan.key,
            "name": {"en": name} | plan.names,
            "attributes": plan.attributes,
            "product": product,
            "charges": list(plan.charges),
        },
    )
    facts = orjson.dumps(
        plan.attributes | {"key": plan.key, "status": plan.status} | ({"sku": plan.sku} if plan.sku else {})
    ).decode()
    said = (plan.key, plan.sku, product["key"], name, plan.status, plan.effective_from, plan.effective_to, facts)
    words = " ".join([name, *plan.names.values(), plan.sku or "", plan.key, plan.attributes.get("summary", "")])
    return (*mine, plan.id, *said, None, body_hash, ordinal, OPEN, 0, body_hash, words)


def _membership_rows(mine: tuple[UUID, int], ordinal: int, plans: Sequence[Plan]) -> Iterable[tuple[Any, ...]]:
    for plan in plans:
        for path in plan.shelves:
            place = (*mine, Shelf(path).id, plan.id, "manual", None, plan.order or plan.key, None)
            yield (*place, ordinal, OPEN, 0, hashlib.sha256(f"{path}/{plan.key}".encode()).digest())


def _counts(shelves: Sequence[Shelf], plans: Sequence[Plan]) -> list[tuple[UUID, int, int]]:
    direct: dict[str, int] = {}
    subtree: dict[str, int] = {}
    for plan in plans:
        above = {
            "" if not length else ".".join(path.split(".")[:length])
            for path in plan.shelves
            for length in range(len(path.split(".")) + 1 if path else 1)
        }
        for path in plan.shelves:
            direct[path] = direct.get(path, 0) + 1
        for path in above:
            subtree[path] = subtree.get(path, 0) + 1
    return [(shelf.id, direct.get(shelf.path, 0), subtree.get(shelf.path, 0)) for shelf in shelves]
