"""Hashes of leaves are stored by sixteen, no longer by two hundred and fifty-six.

A publish of a hundred rate plans changes two hundred leaves under nearly every second middle node. With a million rate
plans each of those had nine kilobytes of hashes in its row, which PostgreSQL takes apart and puts beside the table, to
be written anew for one of them. Sixteen make half a kilobyte, in the row.

Pages of what is changed in place, and in no column of an index, keep room: a row that moves to another page costs an
entry in the index and that page, which the log has in full.

What an older process writes meanwhile leaves twigs behind that no longer lead to the digest: they are not believed, and
the next publish of that lineage is a full one.

Expands only. Revision: 29, after 28
"""

from migrations.ddl import alone, of_tenant, run

revision = "29"
down_revision = "28"
branch_labels = None
depends_on = None


def upgrade() -> None:
    alone(
        "ALTER TABLE tip_leaf SET (fillfactor = 75)",  # three of two kilobytes, and room for one
        "ALTER TABLE published_leaf SET (fillfactor = 90)",
    )
    run(
        """
        CREATE TABLE tip_twig (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            twig integer NOT NULL CHECK (twig BETWEEN 0 AND 4095),
            leaves bytea NOT NULL CHECK (length(leaves) % 34 = 0),
            PRIMARY KEY (tenant_id, lineage_id, twig)
        ) WITH (fillfactor = 75)
        """,
        "ALTER TABLE tip_twig ALTER COLUMN leaves SET STORAGE PLAIN",
        # A leaf's number is two bytes, its hash the other 32; its twig is the number without the last four bits.
        """
        INSERT INTO tip_twig (tenant_id, lineage_id, twig, leaves)
        SELECT tenant_id, lineage_id, twig, string_agg(leaf, '' ORDER BY leaf)
        FROM (
            SELECT tenant_id, lineage_id, substring(leaves FROM at FOR 34) AS leaf,
                (get_byte(leaves, at - 1) << 4) | (get_byte(leaves, at) >> 4) AS twig
            FROM tip_middle CROSS JOIN generate_series(1, length(leaves), 34) AS at
        ) AS leaves
        GROUP BY tenant_id, lineage_id, twig
        """,
    )
    of_tenant("tip_twig")
