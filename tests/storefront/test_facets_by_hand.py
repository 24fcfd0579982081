"""Page, total and facets of a narrowed list, whatever narrows it, are what somebody would count by hand."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storefront.conftest import Shop
from tests.storefront.factory import Plan, Shelf

Ask = Callable[..., Any]
Condition = dict[str, Any]
COUNTED = ("colour", "size", "made", "loud")
ATTRIBUTES: list[dict[str, Any]] = [
    {
        name: value
        for name, value in {
            "colour": (None, "Red", "blue", "dark red")[number % 4],
            "size": (None, 1, 2, 3)[number // 4 % 4],
            "made": (None, [], ["here"], ["here", "there", "here"])[number // 3 % 4],
            "loud": (None, "yes", "no")[number // 5 % 3],
        }.items()
        if value is not None
    }
    for number in range(48)
]
NAMES = ("plain drum", "drum", "flute")
FOUND = """query ($where: RatePlanWhere, $term: String, $facets: [String!]!) {catalog(key: "by-hand") {
    ratePlans(search: $term, where: $where, first: 50) {
        totalCount edges {node {key}} facets(attributes: $facets) {attribute values {value count}}}}}"""
CONDITIONS = st.one_of(
    st.sampled_from(["red", "Red", "blue", "x"]).map(lambda value: {"key": "colour", "contains": value}),
    st.lists(st.sampled_from(["Red", "blue", "red"])).map(lambda values: {"key": "colour", "in": values}),
    st.sampled_from([1, 2, 3, 4]).map(lambda value: {"key": "size", "gte": value}),
    st.lists(st.sampled_from([1, 2, 9])).map(lambda values: {"key": "size", "in": values}),
    st.sampled_from(["here", "there", "her"]).map(lambda value: {"key": "made", "contains": value}),
    st.sampled_from(["here"]).map(lambda value: {"key": "made", "eq": value}),
    st.sampled_from(["yes", "no"]).map(lambda value: {"key": "loud", "eq": value}),
    st.tuples(st.sampled_from(COUNTED), st.booleans()).map(lambda said: {"key": said[0], "isNull": said[1]}),
)


@pytest.fixture(scope="module")
def by_hand(shop: Shop) -> None:
    plans = [
        Plan(f"p{number:02}", ["A"], f"{NAMES[number % 3]} {number}", attributes=said)
        for number, said in enumerate(ATTRIBUTES)
    ]
    shop.press.publish("by-hand", [Shelf(""), Shelf("A")], plans)


@pytest.mark.usefixtures("by_hand")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    conditions=st.lists(CONDITIONS, min_size=1, max_size=4),
    facets=st.lists(st.sampled_from(COUNTED), min_size=1, unique=True),
    term=st.sampled_from([None, "drum", "plain "]),
)
def test_a_narrowed_list_is_what_somebody_would_count(
    ask: Ask, conditions: list[Condition], facets: list[str], term: str | None
) -> None:
    found = ask(FOUND, where={"attributes": conditions}, term=term, facets=facets)["catalog"]["ratePlans"]
    named = [number for number in range(len(ATTRIBUTES)) if (term or "").strip() in NAMES[number % 3]]
    shown = [f"p{number:02}" for number in named if _meets(number, conditions)]
    assert sorted(edge["node"]["key"] for edge in found["edges"]) == shown
    assert found["totalCount"] == len(shown)
    for facet in found["facets"]:
        others = [each for each in conditions if each["key"] != facet["attribute"]]
        left = [ATTRIBUTES[number] for number in named if _meets(number, others)]
        counted = Counter(text for said in left for text in _texts(said, facet["attribute"]))
        assert {each["value"]: each["count"] for each in facet["values"]} == counted


def _meets(number: int, conditions: Iterable[Condition]) -> bool:
    return all(_is_met(ATTRIBUTES[number].get(each["key"]), each) for each in conditions)


def _is_met(value: Any, condition: Condition) -> bool:
    ((comparison, wanted),) = ((name, said) for name, said in condition.items() if name != "key")
    if comparison == "isNull":
        return (value is None) == wanted
    if comparison == "contains":
        return wanted in value if isinstance(value, list) else value is not None and wanted.lower() in value.lower()
    if comparison == "gte":
        return value is not None and value >= wanted
    return value in (wanted if comparison == "in" else [wanted])


def _texts(attributes: dict[str, Any], name: str) -> set[str]:
    value = attributes.get(name, [])
    values = value if isinstance(value, list) else [value]
    return {str(one) for one in values}
