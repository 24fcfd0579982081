"""Bodies are read with every digit, or refused with the place; nothing in them makes reading slow."""

import time
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.exact_json import RepeatedMember, UnreadableBody, read_exactly


def test_keeps_every_digit() -> None:
    assert read_exactly(b'{"a": 0.000000150000000001}') == {"a": Decimal("0.000000150000000001")}


@pytest.mark.parametrize("number", ["1e9999999999999999999", "1e-9999999999999999999", "1e999999", "0." + "1" * 300])
def test_refuses_numbers_nobody_means(number: str) -> None:
    with pytest.raises(UnreadableBody, match="not a number anybody means"):
        read_exactly(f'{{"a": {number}}}')


@pytest.mark.parametrize(
    ("body", "pointer"),
    [(r'{"a/b": [1, {"c": "\u0000"}]}', "/a~1b/1/c"), (r'["\ud800"]', "/0"), (r'{"a": {"\u0000": 1}}', "/a")],
)
def test_says_where_the_unstorable_text_stands(body: str, pointer: str) -> None:
    with pytest.raises(UnreadableBody) as refused:
        read_exactly(body)
    assert refused.value.pointer == pointer


@pytest.mark.parametrize(
    ("body", "pointer"),
    [('{"key": 1, "key": 1}', "/key"), (r'{"a": [{}, {"b/c": 1, "b\u002fc": 2}]}', "/a/1/b~1c")],
)
def test_refuses_a_member_given_twice_and_says_where(body: str, pointer: str) -> None:
    with pytest.raises(RepeatedMember) as refused:
        read_exactly(body)
    assert (refused.value.status, refused.value.pointer) == (422, pointer)


def test_over_http_a_member_given_twice_is_refused(client: TestClient) -> None:
    twice = b'{"key": "w3", "key": "w4", "name": {"en": "W"}}'
    for path in ("/commerce/catalogs", "/commerce/products", "/graphql"):
        answer = client.post(path, content=twice, headers={"Content-Type": "application/json"})
        told = answer.json()
        assert (answer.status_code, told["code"], told["pointer"]) == (422, "kit.repeated_member", "/key"), path


def test_a_long_key_over_a_long_list_costs_no_more_than_their_sum() -> None:
    body = b'{"%s": [%s1]}' % (b"k" * 2_000_000, b"1," * 500_000)
    started = time.process_time()
    read_exactly(body)
    assert time.process_time() - started < 10
