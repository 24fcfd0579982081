"""Who refers to a file is found by an index, however many rules refer to others: each commit asks it."""

import os
import re
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from tests.database import libpq

REFERRING, PER_FILE = 4000, 4
ROOT = """
    INSERT INTO node (tenant_id, environment_id, catalog_id, node_id, key, tpath, type)
    VALUES (%(tenant)s, %(environment)s, %(catalog)s, %(root)s, '', '', 'category')
"""
MANY = """
    WITH ids AS (SELECT n, gen_random_uuid() AS id FROM generate_series(1, %(count)s) n),
    nodes AS (
        INSERT INTO node (tenant_id, environment_id, catalog_id, node_id, parent_id, key, tpath, type)
        SELECT %(tenant)s, %(environment)s, %(catalog)s, id, %(root)s, 'n' || n, 'n' || n || '.', 'category' FROM ids
    )
    INSERT INTO ruleset (tenant_id, environment_id, node_id, body)
    SELECT %(tenant)s, %(environment)s, id, jsonb_build_object('rules', jsonb_build_array(jsonb_build_object(
        'key', 'let-in', 'effect', 'include', 'ref', 'predicates/p' || n / %(each)s || '@main'))) FROM ids
"""
PUBLISHED = """
    INSERT INTO publication (tenant_id, environment_id, publication_id, digest, catalog_key, lineage_id, published_by,
        evaluated_at, rule_pins)
    SELECT %(tenant)s, %(environment)s, gen_random_uuid(), decode(repeat('00', 32), 'hex'), 'c' || n %% 100, 1, 'x',
        now(), jsonb_build_array(jsonb_build_object('file', 'predicates/p' || n / %(each)s || '.json'))
    FROM generate_series(1, %(count)s) n
"""
PARAMETERS = {"rule_uses": ("files", "named", "most"), "served_rule_pins": ("files",)}


@pytest.fixture(scope="module")
def crowded(admin_url: str) -> Iterator[psycopg.Connection]:
    """Rolled back: nobody else sees any of it."""
    with psycopg.connect(libpq(admin_url)) as connection:
        tenant, environment = uuid4(), uuid4()
        said = {"tenant": tenant, "environment": environment, "catalog": uuid4(), "root": uuid4()}
        key = f"crowd-{os.getpid()}"
        connection.execute("SELECT create_tenant(%s, %s, %s)", (tenant, key, key))
        connection.execute(
            "SELECT set_config('app.tenant', %s, true), set_config('app.environment', %s, true)",
            (str(tenant), str(environment)),
        )
        connection.execute(
            "INSERT INTO environment (tenant_id, environment_id, key, is_default) VALUES (%s, %s, 'dev', true)",
            (tenant, environment),
        )
        connection.execute(
            "INSERT INTO catalog (tenant_id, environment_id, catalog_id, key, type)"
            " VALUES (%(tenant)s, %(environment)s, %(catalog)s, 'crowd', 'master')",
            said,
        )
        connection.execute(ROOT, said)
        connection.execute(MANY, said | {"count": REFERRING, "each": PER_FILE})
        # Nothing that a publication refers to has to be there for its plan.
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute(PUBLISHED, said | {"count": REFERRING, "each": PER_FILE})
        connection.execute("ANALYZE node, ruleset, publication")
        yield connection
        connection.rollback()


def plan(connection: psycopg.Connection, function: str, arguments: str) -> str:
    """Of what is inside: from outside a function is one step."""
    row = connection.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", (function,)).fetchone()
    assert row is not None
    said = str(row[0])
    for place, name in enumerate(PARAMETERS[function], 1):
        said = re.sub(rf"\b{name}\b", f"${place}", said)
    types = {"rule_uses": "text[], text, integer", "served_rule_pins": "text[]"}[function]
    connection.execute(f"PREPARE asked ({types}) AS {said}".encode())
    lines = connection.execute(f"EXPLAIN EXECUTE asked ({arguments})".encode()).fetchall()
    connection.execute("DEALLOCATE asked")
    return "\n".join(line for (line,) in lines)


def test_rules_that_refer_to_a_file_are_found_by_the_file(crowded: psycopg.Connection) -> None:
    asked = crowded.execute("SELECT count(*) FROM rule_uses(ARRAY['predicates/p7', 'predicates/p9'], 'main', 1000)")
    assert asked.fetchone() == (2 * PER_FILE,)
    said = plan(crowded, "rule_uses", "ARRAY['predicates/p7'], 'main', 1000")
    assert "ruleset_referred_files_ix" in said, said
    assert "Seq Scan on ruleset" not in said, said
    assert "Seq Scan on node" not in said, said


def test_what_is_served_with_a_file_is_found_by_the_file(crowded: psycopg.Connection) -> None:
    said = plan(crowded, "served_rule_pins", "ARRAY['predicates/p7.json']")
    assert "publication_pinned_files_ix" in said, said
    assert "Seq Scan on publication" not in said, said
