"""The reader for rate plans that are plainly right answers what the one that explains answers, or nothing."""

from decimal import Decimal
from typing import Any
from unicodedata import is_normalized

from hypothesis import given
from hypothesis import strategies as st

from catalog_admin.kit.faults import Faults
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products.errors import MissingMember
from catalog_admin.products.model.attributes import AttributeDefinition, Registry
from catalog_admin.products.model.documents import CHARGE_MEMBERS, PLAN_MEMBERS, read_plan
from catalog_admin.products.model.quick import QuickPlans

REGISTRY = Registry(
    [
        *(AttributeDefinition(kind.value, Type(kind)) for kind in Kind),
        AttributeDefinition("texts", Type(Kind.TEXT, many=True), allowed=("a", "é")),
        AttributeDefinition("word", Type(Kind.TEXT), allowed=("a", "é")),
        AttributeDefinition("number", Type(Kind.INTEGER), allowed=(1, 2)),
    ]
)
QUICK = QuickPlans(REGISTRY)
WORDS = [
    "a",
    "é",
    "e\u0301",
    "",
    " a",
    "a/b",
    "a\n",
    "a\x7f",
    "en",
    "de-CH",
    "active",
    "flat",
    "on_request",
    "recurring",
]
SAID = [
    "2026-01-31",
    "2026-02-31",
    "0000-01-31",
    "2026-1-31",
    "2026-01-31T12:00:00+02:00",
    "1",
    "-0",
    "1.50",
    "1.5",
    "00.1",
    "1e3",
    "\u0661",
    "x" * 201,
]
NUMBERS = [0, 1, 2**53, 10**13, 1.5, Decimal("1.50"), Decimal("NaN"), True, None]
LEAF = st.sampled_from([*WORDS, *SAID, *NUMBERS])
LISTS = st.lists(LEAF, max_size=3)
NAMES = st.dictionaries(st.sampled_from(WORDS), LEAF, max_size=2)
ATTRIBUTES = st.dictionaries(st.sampled_from([*REGISTRY.definitions, "unknown"]), LEAF | LISTS, max_size=3)
GOOD: dict[str, Any] = {"key": "k", "product": "p", "kind": "recurring", "priceRef": "r"}
INSIDE = {"name": NAMES, "attributes": ATTRIBUTES, "tags": LISTS}


def documents(members: frozenset[str], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly right, so that both readers get somewhere."""
    likely = {member: st.just(GOOD[member]) for member in sorted(members) if member in GOOD}
    known = {member: (INSIDE | more).get(member, LEAF) | LEAF for member in sorted(members)}
    some = st.fixed_dictionaries({}, optional={**known, "unknown": LEAF})
    return st.builds(lambda right, rest: right | rest, st.fixed_dictionaries(likely), some) | some


CHARGES = st.lists(documents(CHARGE_MEMBERS) | LEAF, max_size=2)


@given(documents(PLAN_MEMBERS, charges=CHARGES) | LEAF)
def test_a_plan_read_quickly_is_the_plan_read_slowly(said: Any) -> None:
    is_composed = is_normalized("NFC", repr(said))
    quick = QUICK.read(said) if is_composed else None
    faults = Faults()
    slow = read_plan(said, REGISTRY, faults)
    assert quick is None or (quick == slow and not faults.found)


def test_what_is_plainly_right_is_read_quickly() -> None:
    plan = {
        "key": "k",
        "product": "p",
        "name": {"en": "n"},
        "tags": ["b", "a", "a"],
        "status": "active",
        "attributes": {"decimal": "1.50", "texts": ["a"], "word": "é", "number": 1, "date": None},
        "charges": [{"key": "c", "kind": "usage", "priceRef": "r", "attributes": {}}],
    }
    quick = QUICK.read(plan)
    assert quick is not None
    assert quick == read_plan(plan, REGISTRY, Faults())


def test_two_charges_without_a_key_are_told_of_each() -> None:
    """They are not each other's twins."""
    faults = Faults()
    read_plan({"key": "k", "product": "p", "charges": [GOOD | {"key": None}] * 2}, REGISTRY, faults)
    missing = [fault.pointer for fault in faults.found if fault.refusal is MissingMember]
    assert missing == ["/charges/0/key", "/charges/1/key"]
