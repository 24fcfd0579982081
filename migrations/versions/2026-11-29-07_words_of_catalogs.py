"""The words of a catalog's rate plans, beside their search vectors: for who types another form, or a wrong one.

Not part of any version and never taken back: a word that no rate plan has any more finds nothing, and that is all.
Lineages from before have none until their next publish, and are searched as before.

Expands only. Revision: 20, after 18
"""

from migrations.ddl import TENANT, of_tenant, run, service_role, view_for_service

revision = "20"
down_revision = "18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        """
        CREATE TABLE search_word (
            tenant_id uuid NOT NULL,
            lineage_id bigint NOT NULL,
            dictionary text COLLATE "C" NOT NULL,
            stem text COLLATE "C" NOT NULL,
            word text COLLATE "C" NOT NULL,
            PRIMARY KEY (tenant_id, lineage_id, dictionary, stem, word)
        )
        """,
        # Who mistypes is helped by words, not by stems; each stands once as `simple`.
        "CREATE INDEX search_word_like_ix ON search_word USING gin (word gin_trgm_ops) WHERE dictionary = 'simple'",
        # What of a dictionary is a stop word is its own stem.
        """
        CREATE FUNCTION learn_words(lineage bigint, words text[], dictionaries text[]) RETURNS void
        LANGUAGE sql SET search_path = public, pg_catalog AS $$
            INSERT INTO search_word (tenant_id, lineage_id, dictionary, stem, word)
            SELECT nullif(current_setting('app.tenant', true), '')::uuid, lineage, dictionary,
                   coalesce((ts_lexize(dictionary::regdictionary, word))[1], word), word
            FROM (SELECT DISTINCT found.lexeme AS word
                  FROM unnest(words) AS said, unnest(to_tsvector('shelf', said)) AS found
                  WHERE found.lexeme ~ '^[[:alpha:]]+$') AS known,
                 unnest(dictionaries) AS dictionary
            ON CONFLICT DO NOTHING
        $$
        """,
        "REVOKE ALL ON FUNCTION learn_words(bigint, text[], text[]) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION learn_words(bigint, text[], text[]) TO {service_role()}",
    )
    of_tenant("search_word", "SELECT, INSERT")
    run(
        f"CREATE VIEW storefront_word AS SELECT lineage_id, dictionary, stem, word FROM search_word WHERE {TENANT}"  # noqa: S608 - no input
    )
    view_for_service("storefront_word")
