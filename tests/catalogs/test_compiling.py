"""Rules are checked once for all who ask; what is remembered follows from all that it was checked against."""

from typing import Any

import pytest

from catalog_admin.catalogs import compiling
from catalog_admin.catalogs.compiling import Compiler
from catalog_admin.catalogs.errors import BrokenRule
from catalog_admin.catalogs.model.ruleset import Rule
from catalog_admin.predicates.model import Attribute, Kind, Scope, Type
from catalog_admin.predicates.rules import compile_rule


def rule(name: str, value: object) -> Rule:
    return Rule("let-in", "include", {"==": [{"var": name}, value]}, f"{name} == {value!r}")


def scope(kind: Kind, allowed: frozenset[Any] | None = None) -> Scope:
    return Scope({"weight": Attribute(Type(kind), allowed=allowed)})


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The conditions that were checked, not remembered."""
    seen: list[object] = []

    def note(when: object, scope: Scope) -> Any:
        seen.append(when)
        return compile_rule(when, scope)

    monkeypatch.setattr(compiling, "compile_rule", note)
    monkeypatch.setattr(compiling, "_CHECKED", compiling._Checked(200))
    return seen


def test_a_rule_is_checked_once_for_all_who_ask(checked: list[object]) -> None:
    first = Compiler(scope(Kind.INTEGER))(rule("weight", 3), "a.")
    assert Compiler(scope(Kind.INTEGER))(rule("weight", 3), "b.") is first
    assert len(checked) == 1


@pytest.mark.parametrize("other", [scope(Kind.TEXT), scope(Kind.INTEGER, frozenset({1, 2})), Scope({})])
def test_a_rule_that_the_registry_has_broken_is_not_answered_from_memory(checked: list[object], other: Scope) -> None:
    Compiler(scope(Kind.INTEGER))(rule("weight", 3), "a.")
    with pytest.raises(BrokenRule):
        Compiler(other)(rule("weight", 3), "a.")


def test_what_decides_is_what_counts_and_not_what_it_is_called(checked: list[object]) -> None:
    one, other = Compiler(scope(Kind.INTEGER)), Compiler(scope(Kind.INTEGER))
    same_words = Rule("let-in", "include", {"==": [{"var": "weight"}, 4]}, rule("weight", 3).text)
    assert one(rule("weight", 3), "a.") != other(same_words, "a.")


def test_the_memory_is_bounded(checked: list[object]) -> None:
    for number in range(100):
        Compiler(scope(Kind.INTEGER))(rule("weight", number), "a.")
    assert compiling._CHECKED.bytes <= 200
    Compiler(scope(Kind.INTEGER))(rule("weight", 0), "a.")
    assert len(checked) == 101
