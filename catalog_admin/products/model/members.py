"""Reading a document member by member, gathering faults: shared by products, rate plans and charges."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.faults import Faults, step
from catalog_admin.predicates.suggest import nearest
from catalog_admin.predicates.values import date_of
from catalog_admin.products.errors import EmptyInterval, MissingMember, UnknownMember, ValueNotAllowed, WrongType

KEY = re.compile(r"[^\s\x00-\x1f/][^\x00-\x1f/]{0,199}")
LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
PLAIN = re.compile(r"[^\x00-\x1f]{1,500}")
STATUSES = ("draft", "active", "retired")
LONGEST_NAME = 1_000
MOST_TAGS = 100
MOST_LOCALES = 100
LONGEST_TAG = 100


class Members:
    """One object of a document; `at` is the pointer to it."""

    __slots__ = ("at", "faults", "said")

    def __init__(self, said: Any, known: Collection[str], faults: Faults, at: str = "") -> None:
        self.faults, self.at = faults, at
        self.said: dict[str, Any] = {}
        if not isinstance(said, dict):
            faults.add(WrongType, at, "this must be an object")
            return
        self.said = said
        if unknown := said.keys() - known:
            for member in sorted(unknown):
                self.fault(UnknownMember, member, f"there is no member {member!r} here", nearest(member, known))

    def fault(self, refusal: type[Refusal], member: str, detail: str, suggestion: str | None = None) -> None:
        self.faults.add(refusal, self.at + step(member), detail, suggestion)

    def key(self, member: str = "key") -> str:
        value = self.said.get(member)
        if type(value) is str and KEY.fullmatch(value):
            return value
        if value is None:
            self.fault(MissingMember, member, f"{member} is missing")
        else:
            self.fault(WrongType, member, "1 to 200 characters, no slash, no control character, no space in front")
        return ""

    def plain_text(self, member: str) -> str | None:
        """One line of text."""
        value = self.said.get(member)
        if value is None or (type(value) is str and PLAIN.fullmatch(value)):
            return value
        self.fault(WrongType, member, "1 to 500 characters, no control character")
        return None

    def one_of(self, member: str, allowed: Collection[str], default: str) -> str:
        value = self.said.get(member)
        if value is None:
            return default
        if type(value) is str and value in allowed:
            return value
        suggestion = nearest(value, allowed) if isinstance(value, str) else None
        self.fault(ValueNotAllowed, member, f"{member} is one of {', '.join(allowed)}", suggestion)
        return default

    def flag(self, member: str) -> bool:
        value = self.said.get(member, False)
        if isinstance(value, bool):
            return value
        self.fault(WrongType, member, "true or false")
        return False

    def name(self, member: str = "name") -> dict[str, str]:
        """Texts by locale; a text or number alone would leave open which language it is."""
        value = self.said.get(member)
        if value is None:
            return {}
        if not isinstance(value, dict) or len(value) > MOST_LOCALES:
            self.fault(WrongType, member, 'said by locale, like {"en": "Gateway"}')
            return {}
        found = {}
        for locale, said in value.items():
            if not LOCALE.fullmatch(locale):
                self.fault(WrongType, member, f"{locale[:40]!r} is no locale like en or de-CH")
            elif type(said) is not str or not 0 < len(said) <= LONGEST_NAME:
                self.faults.add(WrongType, f"{self.at}/{member}{step(locale)}", f"1 to {LONGEST_NAME} characters")
            else:
                found[locale] = said if said.isascii() else unicodedata.normalize("NFC", said)
        return found

    def tags(self) -> list[str]:
        """A set: sorted, each once."""
        value = self.said.get("tags")
        if not value and (value is None or isinstance(value, list)):
            return []
        if not isinstance(value, list) or len(value) > MOST_TAGS or not all(map(_is_tag, value)):
            self.fault(WrongType, "tags", f"a list of at most {MOST_TAGS} texts of 1 to {LONGEST_TAG} characters")
            return []
        return sorted({unicodedata.normalize("NFC", tag) for tag in value})

    def interval(self) -> tuple[str | None, str | None]:
        """Date-only; the end is not included."""
        begin, end = self._date("effectiveFrom"), self._date("effectiveTo")
        if begin and end and end <= begin:
            self.fault(EmptyInterval, "effectiveTo", f"{end} is not after {begin}")
            return None, None
        return begin, end

    def _date(self, member: str) -> str | None:
        value = self.said.get(member)
        if value is None:
            return None
        if type(value) is str and _is_date(value):
            return value
        self.fault(WrongType, member, "a date like 2026-01-31")
        return None


@lru_cache(maxsize=20_000)
def _is_date(text: str) -> bool:
    return date_of(text) is not None


def _is_tag(value: Any) -> bool:
    return type(value) is str and 0 < len(value) <= LONGEST_TAG
