"""Rules are checked against what can be read before they are asked; what has been checked is remembered.

A publish of little would spend more on checking the catalog's rules again than on asking them.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from threading import Lock
from typing import Any

import orjson

from catalog_admin.catalogs.errors import BrokenReference, BrokenRule
from catalog_admin.catalogs.model.reference import Unresolved
from catalog_admin.catalogs.model.ruleset import Rule
from catalog_admin.kit.errors import Refusal
from catalog_admin.predicates.model import Scope
from catalog_admin.predicates.rules import compile_rule
from catalog_admin.predicates.tree import Rule as Compiled

MOST_BYTES = 2_000_000  # of rules as they are written; the checked ones take some twenty times as much


class _Checked:
    """The rules checked last in this process, by all that the result follows from: nothing here can grow stale."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self._kept: OrderedDict[bytes, tuple[int, Compiled]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: bytes) -> Compiled | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][1]

    def keep(self, key: bytes, size: int, checked: Compiled) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = (size, checked)
            self.bytes += size
            while self.bytes > self.most_bytes:
                self.bytes -= self._kept.popitem(last=False)[1][0]


_CHECKED = _Checked(MOST_BYTES)


class Compiler:
    """Checks each rule once, whoever asks; by what it says, not by what it is called."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._scope_hash = sha256(repr(sorted(scope.attributes.items(), key=lambda each: each[0])).encode()).digest()
        self._known: dict[str, Compiled] = {}

    def __call__(self, rule: Rule, at: str) -> Compiled:
        """Raises BrokenRule."""
        refuse_unresolved(rule, at)
        found = self._known.get(rule.text)
        if found is None:
            with broken_at(rule, at):
                found = self._known[rule.text] = self.checked(rule.when)
        return found

    def checked(self, when: Any) -> Compiled:
        """A condition by itself; raises what the rule language refuses."""
        said = orjson.dumps(when)
        key = sha256(self._scope_hash + said).digest()
        found = _CHECKED.find(key)
        if found is None:
            found = compile_rule(when, self.scope)
            _CHECKED.keep(key, len(said), found)
        return found


def compiled(rule: Rule, scope: Scope, at: str) -> Compiled:
    """Raises BrokenRule when the registry, or the rule repository, has changed under a stored rule."""
    refuse_unresolved(rule, at)
    with broken_at(rule, at):
        return compile_rule(rule.when, scope)


@contextmanager
def broken_at(rule: Rule, at: str) -> Iterator[None]:
    """What the rule language refuses inside is refused of this rule."""
    try:
        yield
    except Refusal as broken:
        raise BrokenRule(f"{_named(rule, at)}: {broken.detail}", node=at[:-1], rule=rule.key) from broken


def refuse_unresolved(rule: Rule, at: str) -> None:
    """Raises BrokenReference: never is an older condition taken where the one that is named cannot be."""
    if rule.ref is None or (rule.fault is None and rule.pin is not None):
        return
    fault = rule.fault or Unresolved(f"{rule.ref} was not looked up")
    raise BrokenReference(
        f"{_named(rule, at)}: {fault.detail}",
        suggestion=fault.suggestion,
        node=at[:-1],
        rule=rule.key,
        ref=str(rule.ref),
        commit=fault.commit,
    )


def _named(rule: Rule, at: str) -> str:
    return f"the rule {rule.key} of {at[:-1] or 'the root'}"
