"""Rate plans as typed columns, for rules that run over all of them at once.

The database takes exactly the wanted values out of its JSON and streams them as CSV; Polars reads that with all
cores. Moving whole JSON objects, or making Python objects of rows, would cost several times as much.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO

import polars as pl
from psycopg import Connection, sql

from catalog_admin.kit.work import Reads, Work
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.predicates.setwise.columns import DECIMAL, polars_type
from catalog_admin.products.queries.attributes import scope

_NAME = "coalesce({0}.name->>'en', (SELECT value FROM jsonb_each_text({0}.name) ORDER BY key LIMIT 1))"
_BUILT_IN = {
    "key": "r.key",
    "sku": "r.sku",
    "name": _NAME.format("r"),
    "status": "r.status",
    "tags": "r.tags",
    "effectiveFrom": "r.effective_from",
    "effectiveTo": "r.effective_to",
    "product.key": "p.key",
    "product.name": _NAME.format("p"),
    "product.status": "p.status",
    "product.tags": "p.tags",
    "charge.kinds": "jsonb_path_query_array(r.charges, '$[*].kind')",
    "charge.models": "jsonb_path_query_array(r.charges, '$[*].model')",
    "charge.units": "jsonb_path_query_array(r.charges, '$[*].unit')",
    "charge.priceRefs": "jsonb_path_query_array(r.charges, '$[*].priceRef')",
}
_STORED = sql.SQL(
    "rate_plan r JOIN product p"
    " ON p.tenant_id = r.tenant_id AND p.environment_id = r.environment_id AND p.id = r.product_id"
    " WHERE r.deleted_at IS NULL AND p.deleted_at IS NULL{keys}"
)
# Of a card what it does not say is null, as in the tables; its attributes hold those of its product already.
_SAID = sql.SQL(
    '(SELECT s.id, s.key, s.sku, s.name, s.status, s.tags, s."effectiveFrom" AS effective_from,'
    ' s."effectiveTo" AS effective_to, s.attributes, s.charges, s.product'
    " FROM json_to_recordset({cards}::json) AS s(id text, key text, sku text, name jsonb, status text, tags jsonb,"
    ' "effectiveFrom" text, "effectiveTo" text, attributes jsonb, charges jsonb, product jsonb)) AS r'
    " CROSS JOIN LATERAL (SELECT r.product->>'key' AS key, r.product->'name' AS name, r.product->>'status' AS status,"
    " r.product->'tags' AS tags, '{{}}'::jsonb AS attributes) AS p"
)
_FIXED = {"plan_id": Type(Kind.TEXT), "key": Type(Kind.TEXT)}


def rule_columns(tx: Work | Reads, attributes: frozenset[str], keys: Sequence[str] | None = None) -> pl.DataFrame:
    """`plan_id` (text) and `key`, then one typed column for each attribute: the plan's value, else its product's.

    Null is a missing value. All rate plans that are not deleted, or of these only the given keys; in no order.
    Raises KeyError for an attribute outside the scope: rules are checked before they run.
    """
    return _columns(tx, attributes, _STORED.format(keys=_among(keys)))


def rule_columns_of(tx: Work | Reads, attributes: frozenset[str], cards: Iterable[bytes]) -> pl.DataFrame:
    """The same of cards that somebody has kept, as JSON: what the rate plans said when they were read."""
    said = b"[" + b",".join(cards) + b"]"
    return _columns(tx, attributes, _SAID.format(cards=sql.Literal(said.decode())))


def _columns(tx: Work | Reads, attributes: frozenset[str], rows: sql.Composed) -> pl.DataFrame:
    declared = scope(tx)
    types = {name: declared[name].type for name in sorted(attributes - _FIXED.keys())}
    columns = [sql.SQL("r.id"), sql.SQL("r.key"), *(_expression(name, types[name]) for name in types)]
    query = sql.SQL("COPY (SELECT {columns} FROM {rows}) TO STDOUT (FORMAT csv)").format(
        columns=sql.SQL(", ").join(columns), rows=rows
    )
    names = [*_FIXED, *types]
    raw = _copied(tx, query)
    frame = pl.read_csv(raw, has_header=False, schema=dict.fromkeys(names, pl.String), raise_if_empty=False)
    return frame.select("plan_id", "key", *(_typed(name, types[name]) for name in types))


def _expression(name: str, declared: Type) -> sql.Composable:
    if name in _BUILT_IN:
        return sql.SQL(_BUILT_IN[name])
    get = sql.SQL("->" if declared.many else "->>")
    value = sql.SQL("coalesce(r.attributes{get}{name}, p.attributes{get}{name})")
    return value.format(get=get, name=sql.Literal(name))


def _among(keys: Sequence[str] | None) -> sql.Composable:
    return sql.SQL("") if keys is None else sql.SQL(" AND r.key = ANY({}::text[])").format(sql.Literal(list(keys)))


def _copied(tx: Work | Reads, query: sql.Composed) -> BytesIO:
    connection: Connection = tx.session.connection().connection.driver_connection  # type: ignore[assignment]
    received = BytesIO()
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for block in copy:
            received.write(block)
    received.seek(0)
    return received


def _typed(name: str, declared: Type) -> pl.Expr:
    if declared.many:
        is_json = declared.kind in (Kind.INTEGER, Kind.BOOLEAN)
        listed = pl.col(name).str.json_decode(pl.List(polars_type(declared.item) if is_json else pl.String()))
        return listed if is_json else listed.list.eval(_parsed(pl.element(), declared.kind))
    return _parsed(pl.col(name), declared.kind)


def _parsed(texts: pl.Expr, kind: Kind) -> pl.Expr:
    if kind is Kind.INTEGER:
        return texts.cast(pl.Int64)
    if kind is Kind.DECIMAL:
        return texts.cast(DECIMAL)
    if kind is Kind.BOOLEAN:
        return texts == "true"
    if kind is Kind.DATE:
        return texts.str.to_date("%Y-%m-%d")
    if kind is Kind.DATETIME:
        return texts.str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us").dt.replace_time_zone("UTC")
    return texts
