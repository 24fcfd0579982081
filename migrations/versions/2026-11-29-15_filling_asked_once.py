"""Which ordinal is being filled is asked once per statement, as was meant, and no longer once per row.

The planner put the question below the step that makes rows distinct: a twentieth of the database's time of a first publish.

Expands only. Revision: 27, after 26
"""

from migrations.ddl import run

revision = "27"
down_revision = "26"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        """
        CREATE OR REPLACE FUNCTION refuse_sealed_insert() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM (
                    SELECT DISTINCT tenant_id, lineage_id, from_ordinal, until_ordinal FROM fresh
                    OFFSET 0  -- no condition from outside comes in here
                ) f
                WHERE f.until_ordinal <> 2147483647
                   OR f.from_ordinal IS DISTINCT FROM filling_ordinal(f.tenant_id, f.lineage_id)
            ) THEN
                RAISE EXCEPTION '%: rows open only at the ordinal being filled', TG_TABLE_NAME
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN NULL;
        END $$
        """
    )
