"""The driver's connection under a transaction: the store speaks to it directly, and takes part in what is open."""

import psycopg

from catalog_admin.kit.work import Reads, Work


def driver_of(transaction: Reads | Work) -> psycopg.Connection:
    raw = transaction.session.connection().connection.driver_connection
    assert isinstance(raw, psycopg.Connection)  # noqa: S101 - the only driver we use
    return raw
