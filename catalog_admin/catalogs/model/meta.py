"""Metadata of nodes: some fields are said per language, the others are free; all of it has one canonical form."""

import re
from decimal import Decimal
from typing import Any

import orjson

from catalog_admin.catalogs.errors import BadMeta
from catalog_admin.kit.canonical import LARGEST_INTEGER
from catalog_admin.kit.texts import is_localised

LARGEST_BYTES = 65_536
LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
SLUG = re.compile(r"[^\s/?#\x00-\x1f]{1,200}")


def checked_meta(meta: dict[str, Any], locale: str, pointer: str = "/meta") -> dict[str, Any]:
    """The metadata as it is stored: a bare text of a localised field is said in the catalog's first language.

    Raises BadMeta with a pointer.
    """
    settled = {
        field: _localised(field, value, locale, f"{pointer}/{field}") if is_localised(field) else value
        for field, value in meta.items()
    }
    _check(settled, pointer)
    if len(orjson.dumps(settled)) > LARGEST_BYTES:
        raise BadMeta(f"more than {LARGEST_BYTES} bytes of metadata", pointer=pointer)
    return settled


def merge_patch(target: Any, patch: Any) -> Any:
    """RFC 7396: null takes a member away, objects merge, everything else replaces."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged


def localised_patch(patch: dict[str, Any], locale: str) -> dict[str, Any]:
    """A bare text patches the catalog's first language and leaves the others alone."""
    return {
        field: {locale: value} if is_localised(field) and isinstance(value, str) else value
        for field, value in patch.items()
    }


def _localised(field: str, value: Any, locale: str, pointer: str) -> dict[str, str]:
    said = {locale: value} if isinstance(value, str) else value
    if not isinstance(said, dict):
        raise BadMeta(f'{field} is said per language, as in {{"en": "…"}}', pointer=pointer)
    for language, words in said.items():
        if not LOCALE.fullmatch(language):
            raise BadMeta(f"{language[:40]!r} is no language tag", pointer=f"{pointer}/{language}")
        if not isinstance(words, str) or not words.strip():
            raise BadMeta(f"{field} is a text that says something", pointer=f"{pointer}/{language}")
        if field == "slug" and not SLUG.fullmatch(words):
            raise BadMeta("a slug has no spaces, slashes, ? or #", pointer=f"{pointer}/{language}")
    return said


def _check(value: Any, pointer: str) -> None:
    """Only what has a canonical form, and so a digest, may be said."""
    if isinstance(value, dict):
        for name, item in value.items():
            if not name.isascii() or not name:
                raise BadMeta(f"{name[:40]!r}: names of fields are ASCII", pointer=pointer)
            _check(item, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for position, item in enumerate(value):
            _check(item, f"{pointer}/{position}")
    elif isinstance(value, Decimal | float):
        raise BadMeta("write fractions as text, so that no digit is lost", pointer=pointer)
    elif isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise BadMeta("whole numbers reach to 2^53: write larger ones as text", pointer=pointer)
