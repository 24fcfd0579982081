"""What may be said of catalogs, nodes and places on a shelf: checked here, whichever door it comes through.

The API's schemas are made of the same patterns and bounds, so that OpenAPI tells them.
"""

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from catalog_admin.catalogs.errors import BadCatalog, BadPlace, BadType, RootFixed
from catalog_admin.catalogs.model.draft import ROOT_TYPES, AutoPublish
from catalog_admin.catalogs.model.meta import LOCALE
from catalog_admin.catalogs.model.paths import KEY
from catalog_admin.kit.canonical import LARGEST_INTEGER

LONGEST_LOCALE = 35
CURRENCY = re.compile(r"[A-Z]{3}")
TYPE = re.compile(r"[^\s\x00-\x1f\x7f]{1,100}")
MOST_LOCALES, MOST_CURRENCIES = 100, 200
LARGEST_PIN, LARGEST_RANK = 1_000_000, 1_000_000_000


def check_catalog_key(key: str) -> None:
    if not KEY.fullmatch(key):
        raise BadCatalog(f"{key[:80]!r} is no key: A-Z, a-z, 0-9, _ and -, 1 to 63 of them", pointer="/key")


def check_name(name: Mapping[str, str]) -> None:
    for locale, text in name.items():
        if not _is_locale(locale):
            raise BadCatalog(f"{locale[:40]!r} is no language tag", pointer=f"/name/{locale}")
        if not isinstance(text, str):
            raise BadCatalog("a name is a text", pointer=f"/name/{locale}")


def check_locales(locales: Sequence[str]) -> None:
    if len(locales) > MOST_LOCALES:
        raise BadCatalog(f"at most {MOST_LOCALES} locales", pointer="/locales")
    for position, locale in enumerate(locales):
        if not _is_locale(locale):
            raise BadCatalog(f"{locale[:40]!r} is no language tag, as en or fr-CA are", pointer=f"/locales/{position}")


def check_currencies(currencies: Sequence[str]) -> None:
    if len(currencies) > MOST_CURRENCIES:
        raise BadCatalog(f"at most {MOST_CURRENCIES} currencies", pointer="/currencies")
    for position, currency in enumerate(currencies):
        if not CURRENCY.fullmatch(currency):
            pointer = f"/currencies/{position}"
            raise BadCatalog(f"{currency[:40]!r} is no currency, as EUR or CAD are", pointer=pointer)


def check_auto_publish(said: str) -> None:
    if said not in get_args(AutoPublish):
        raise BadCatalog(
            f"a catalog is published by itself {' or '.join(get_args(AutoPublish))}, not {said[:40]!r}",
            pointer="/autoPublish",
        )


def check_type(type: str, pointer: str = "/type") -> None:
    """Of a node below the root; raises BadType, RootFixed."""
    if not TYPE.fullmatch(type):
        raise BadType("a type is one word of up to 100 characters", pointer=pointer)
    if type in ROOT_TYPES:
        raise RootFixed(f"{type} is for roots alone", pointer=pointer)


def check_sort_key(sort_key: int | None, pointer: str = "/sortKey") -> None:
    if sort_key is not None and abs(sort_key) > LARGEST_INTEGER:
        raise BadPlace("sort keys reach to 2^53", pointer=pointer)


def check_place(pin: int | None, rank: int | None) -> None:
    """Of a rate plan on a shelf."""
    if pin is not None and not 1 <= pin <= LARGEST_PIN:
        raise BadPlace(f"pins count from 1 to {LARGEST_PIN}", pointer="/pin")
    if rank is not None and not 0 <= rank <= LARGEST_RANK:
        raise BadPlace(f"ranks count from 0 to {LARGEST_RANK}", pointer="/rank")


def _is_locale(text: str) -> bool:
    return len(text) <= LONGEST_LOCALE and LOCALE.fullmatch(text) is not None
