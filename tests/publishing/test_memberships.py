"""Many memberships written at once say what one alone says, byte for byte."""

import orjson
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from catalog_admin.publishing.candidate import entry_of
from catalog_admin.publishing.memberships import memberships_of
from catalog_admin.publishing.model import Kind, membership_body, membership_key, order_key
from catalog_admin.publishing.spool import copy_line

INTEGERS = st.integers(-(2**31), 2**31 - 1)
KEYS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
CLAIMS = st.dictionaries(st.sampled_from(["plan", "segment", "a\\b"]), KEYS, min_size=1)
MEMBERS = st.fixed_dictionaries(
    {
        "node_id": st.uuids().map(str),
        "plan_id": st.uuids().map(str),
        "source": st.sampled_from(["manual", "rule"]),
        "pin": st.none() | st.integers(1, 2**31 - 1),
        "rank": st.none() | INTEGERS,
        "score": INTEGERS,
        "audience": st.none() | st.lists(CLAIMS, min_size=1, max_size=2).map(lambda said: orjson.dumps(said).decode()),
        "plan_key": KEYS | st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    }
)
TYPES = {
    **dict.fromkeys(("node_id", "plan_id", "source", "audience", "plan_key"), pl.String),
    "pin": pl.Int32,
    "rank": pl.Int32,
    "score": pl.Int64,
}


@given(st.lists(MEMBERS, min_size=1, max_size=5))
def test_many_are_written_as_one_alone_is(members: list[dict[str, object]]) -> None:
    frame = pl.DataFrame(members, schema=TYPES).with_columns(pl.col("node_id", "source").cast(pl.Categorical()))
    made = memberships_of(frame)
    keys, lines = list(made.keys()), made.lines()
    for at, said in enumerate(frame.iter_rows(named=True)):
        order = order_key(said["pin"], said["score"], said["rank"], said["plan_key"])
        audience = said["audience"] and orjson.loads(said["audience"])
        key = membership_key(said["node_id"], said["plan_key"])
        entry = entry_of(Kind.MEMBERSHIP, key, membership_body(said["node_id"], said["source"], order, audience))
        told = [said[name] for name in ("node_id", "plan_id", "source", "pin")]
        assert keys[at] == key
        assert made.bodies[at] == entry.body
        assert made.entry_hashes[at] == entry.entry_hash
        assert lines[at] == copy_line([*told, order, said["audience"], entry.leaf, entry.entry_hash])


def test_those_that_are_wanted_remain() -> None:
    said = {"node_id": "n", "source": "rule", "pin": None, "rank": None, "score": 0, "audience": None}
    frame = pl.DataFrame([said | {"plan_id": key, "plan_key": key} for key in "abc"], schema=TYPES)
    made = memberships_of(frame)
    assert list(made.only([True, False, True]).keys()) == ["n/a", "n/c"]
    assert made.only([True, False, True]).lines() == [made.lines()[0], made.lines()[2]]
