"""Texts said in several languages, as in {"en": "Sensors", "de": "Sensoren"}: which fields are, and which one shows."""

from collections.abc import Mapping
from typing import Any

LOCALISED = frozenset({"displayName", "slug", "description"})


def is_localised(field: str) -> bool:
    """Whether metadata says this field per language; by its name alone, whatever its value looks like."""
    return field in LOCALISED or field.startswith("seo")


def in_language(texts: Any, locale: str | None, first: str, otherwise: str) -> str:
    """`de-AT`, else `de`, else the catalog's first language, else the first by name; a bare text as it is."""
    if isinstance(texts, str):
        return texts
    if not isinstance(texts, Mapping) or not texts:
        return otherwise
    for wanted in (locale, locale.partition("-")[0] if locale else None, first):
        if wanted is not None and wanted in texts:
            return str(texts[wanted])
    return str(texts[min(texts)])
