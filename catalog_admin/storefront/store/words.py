"""Looks up what was searched for among the words of a catalog, and marks it in texts."""

from collections.abc import Sequence

from sqlalchemy import text

from catalog_admin.kit.languages import dictionary_of
from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.model import Moment
from catalog_admin.storefront.typing_errors import meant, swapped
from catalog_admin.storefront.words import (
    HIT_BEGINS,
    HIT_ENDS,
    Fragment,
    Related,
    Search,
    Word,
    fragments_of,
    search_of,
    unmarked,
    words_of,
)

# What fits on a line is shown whole.
LONGEST_WHOLE = 120
_parse = text("SELECT CAST(storefront_query(:term) AS text) AS query")
# A word that is known, or begins one while it is being typed, is never taken for another.
_related = text("""
SELECT asked.word, found.forms, near.words
FROM unnest(CAST(:words AS text[]), CAST(:unfinished AS boolean[])) AS asked (word, is_unfinished)
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT w.word FROM storefront_word w
                 WHERE w.lineage_id = :lineage AND w.dictionary = :dictionary
                   AND w.stem = coalesce((ts_lexize(CAST(:dictionary AS regdictionary), asked.word))[1], asked.word)
                 ORDER BY w.word LIMIT 20) AS forms,
           EXISTS (SELECT FROM storefront_word w
                   WHERE w.lineage_id = :lineage AND w.dictionary = 'simple' AND w.stem >= asked.word
                     AND (w.stem = asked.word
                          OR asked.is_unfinished AND w.stem < asked.word || U&'\\+10FFFF' COLLATE "C")) AS is_known
) AS found
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT w.word FROM storefront_word w
                 WHERE NOT found.is_known AND found.forms = '{}'
                   AND w.lineage_id = :lineage AND w.dictionary = 'simple' AND w.word % asked.word
                   AND abs(length(w.word) - length(asked.word)) <= 2
                 ORDER BY similarity(w.word, asked.word) DESC, w.word LIMIT 50)
        || ARRAY(SELECT w.word FROM storefront_word w
                 WHERE NOT found.is_known AND w.lineage_id = :lineage AND w.dictionary = 'simple'
                   AND w.stem IN (SELECT word FROM unnest(CAST(:swapped AS text[]), CAST(:of AS text[])) AS s (word, of)
                                  WHERE s.of = asked.word)) AS words
) AS near
""")
_headlines = text("""
SELECT ts_headline('shelf', said.text, CAST(:query AS tsquery), said.options) AS marked
FROM unnest(CAST(:texts AS text[]), CAST(:options AS text[])) WITH ORDINALITY AS said (text, options, nr)
ORDER BY said.nr
""")


async def search_for(reads: AsyncReads, at: Moment, term: str, locale: str | None) -> Search:
    """In the forms of that language, else of the catalog's first."""
    query: str = (await reads.rows(_parse, {"term": term}))[0].query
    words = words_of(query)
    return search_of(query, await _relations(reads, at, words, locale)) if words else Search(query)


async def marked(reads: AsyncReads, query: str, texts: Sequence[str]) -> list[list[Fragment]]:
    """Each as fragments, long ones as the parts around their hits."""
    plain = [unmarked(text) for text in texts]
    asked = {"query": query, "texts": plain, "options": [_options(text) for text in plain]}
    return [fragments_of(row.marked) for row in await reads.rows(_headlines, asked)]


async def _relations(reads: AsyncReads, at: Moment, words: Sequence[Word], locale: str | None) -> dict[str, Related]:
    swaps = [(swap, word.text) for word in words for swap in swapped(word.text)]
    asked = {
        "swapped": [swap for swap, _ in swaps],
        "of": [word for _, word in swaps],
        "words": [word.text for word in words],
        "unfinished": [word.is_unfinished for word in words],
        "lineage": at.version.lineage_id,
        "dictionary": dictionary_of(locale or at.terms.language),
    }
    rows = await reads.rows(_related, asked)
    return {row.word: Related(tuple(row.forms), meant(row.word, row.words)) for row in rows}


def _options(text: str) -> str:
    how = "HighlightAll=true" if len(text) <= LONGEST_WHOLE else "MaxFragments=2,MinWords=5,MaxWords=18"
    return f'StartSel={HIT_BEGINS},StopSel={HIT_ENDS},{how},FragmentDelimiter=" … "'
