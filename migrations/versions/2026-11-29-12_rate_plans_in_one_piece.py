"""Published rate plans lie in one piece, where a search reads them.

With its facts and its words a rate plan takes about 2 kB, where PostgreSQL begins to put the largest column beside the
row: of half of them, and a search that counts facets fetched those from another table one by one. From here on a row
may take half a page. What was published before stays where it is, and is read as before.

Expands only. Revision: 25, after 24
"""

from migrations.ddl import alone

revision = "25"
down_revision = "24"
branch_labels = None
depends_on = None


def upgrade() -> None:
    alone("ALTER TABLE published_plan SET (toast_tuple_target = 4080)")
