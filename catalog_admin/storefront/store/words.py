"""Looks up what was searched for among the words of a catalog, and marks it in texts."""

from collections.abc import Sequence

from sqlalchemy import ARRAY, Boolean, Text, column, text

from catalog_admin.kit.languages import dictionary_of
from catalog_admin.kit.wire import Prepared
from catalog_admin.kit.work import AsyncReads
from catalog_admin.storefront.model import Moment
from catalog_admin.storefront.typing_errors import may_be_mistyped, meant, swapped
from catalog_admin.storefront.words import (
    HIT_BEGINS,
    HIT_ENDS,
    Fragment,
    Related,
    Search,
    fragments_of,
    search_of,
    unmarked,
    words_of,
)

# What fits on a line is shown whole.
LONGEST_WHOLE = 120
# Every word of letters in it is looked up, also one that turns out to stand in a phrase: to find that out first would
# take a statement more.
_looked_up = text(r"""
WITH said AS MATERIALIZED (SELECT CAST(storefront_query(:term) AS text) AS query)
SELECT said.query, asked.word, found.forms, found.is_known
FROM said
LEFT JOIN LATERAL (
    SELECT part[1] AS word, bool_or(part[2] IS NOT NULL) AS is_unfinished
    FROM regexp_matches(said.query, '''((?:[^'']|'''')+)''(:\*)?', 'g') AS part
    WHERE part[1] !~ '[0-9'']' GROUP BY part[1]
) AS asked ON true
LEFT JOIN LATERAL (
    SELECT ARRAY(SELECT w.word FROM storefront_word w
                 WHERE w.lineage_id = :lineage AND w.dictionary = :dictionary
                   AND w.stem = coalesce((ts_lexize(CAST(:dictionary AS regdictionary), asked.word))[1], asked.word)
                 ORDER BY w.word LIMIT 20) AS forms,
           EXISTS (SELECT FROM storefront_word w
                   WHERE w.lineage_id = :lineage AND w.dictionary = 'simple' AND w.stem >= asked.word
                     AND (w.stem = asked.word
                          OR asked.is_unfinished AND w.stem < asked.word || U&'\+10FFFF' COLLATE "C")) AS is_known
) AS found ON asked.word IS NOT NULL
""")
_said = Prepared(
    _looked_up.columns(
        column("query", Text), column("word", Text), column("forms", ARRAY(Text)), column("is_known", Boolean)
    )
)
# A word that is known, or begins one while it is being typed, is never taken for another.
_similar = text("""
SELECT asked.word,
       ARRAY(SELECT w.word FROM storefront_word w
             WHERE w.lineage_id = :lineage AND w.dictionary = 'simple' AND w.word % asked.word
               AND abs(length(w.word) - length(asked.word)) <= 2
             ORDER BY similarity(w.word, asked.word) DESC, w.word LIMIT 50)
       || ARRAY(SELECT w.word FROM storefront_word w
                WHERE w.lineage_id = :lineage AND w.dictionary = 'simple'
                  AND w.stem IN (SELECT word FROM unnest(CAST(:swapped AS text[]), CAST(:of AS text[])) AS s (word, of)
                                 WHERE s.of = asked.word)) AS words
FROM unnest(CAST(:words AS text[])) AS asked (word)
""")
_headlines = text("""
SELECT ts_headline('shelf', said.text, CAST(:query AS tsquery), said.options) AS marked
FROM unnest(CAST(:texts AS text[]), CAST(:options AS text[])) WITH ORDINALITY AS said (text, options, nr)
ORDER BY said.nr
""")


async def search_for(reads: AsyncReads, at: Moment, term: str, locale: str | None) -> Search:
    """In the forms of that language, else of the catalog's first."""
    lineage, dictionary = at.version.lineage_id, dictionary_of(locale or at.terms.language)
    rows = await reads.rows(_said, {"term": term, "lineage": lineage, "dictionary": dictionary})
    query: str = rows[0].query
    related = {row.word: Related(tuple(row.forms)) for row in rows if row.word is not None}
    known = {row.word for row in rows if row.forms or row.is_known}
    strange = {word.text for word in words_of(query) if may_be_mistyped(word.text)} - known
    if strange:
        related |= await _similar_to(reads, lineage, sorted(strange))
    return search_of(query, related)


async def marked(reads: AsyncReads, query: str, texts: Sequence[str]) -> list[list[Fragment]]:
    """Each as fragments, long ones as the parts around their hits."""
    plain = [unmarked(text) for text in texts]
    asked = {"query": query, "texts": plain, "options": [_options(text) for text in plain]}
    return [fragments_of(row.marked) for row in await reads.rows(_headlines, asked)]


async def _similar_to(reads: AsyncReads, lineage: int, words: Sequence[str]) -> dict[str, Related]:
    """What each may have been meant to be."""
    swaps = [(swap, word) for word in words for swap in swapped(word)]
    asked = {"swapped": [swap for swap, _ in swaps], "of": [word for _, word in swaps], "words": words}
    rows = await reads.rows(_similar, asked | {"lineage": lineage})
    return {row.word: Related(similar=meant(row.word, row.words)) for row in rows}


def _options(text: str) -> str:
    how = "HighlightAll=true" if len(text) <= LONGEST_WHOLE else "MaxFragments=2,MinWords=5,MaxWords=18"
    return f'StartSel={HIT_BEGINS},StopSel={HIT_ENDS},{how},FragmentDelimiter=" … "'
