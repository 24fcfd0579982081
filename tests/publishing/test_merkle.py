"""One entry of a node of the tree is changed where it stands, as if the node had been made anew."""

from hypothesis import given
from hypothesis import strategies as st

from catalog_admin.publishing import merkle

HASHES = st.binary(min_size=merkle.HASH, max_size=merkle.HASH)


@given(st.dictionaries(st.integers(0, 600), HASHES, max_size=30), st.integers(0, 600), HASHES | st.none())
def test_a_number_is_told_another_hash(leaves: dict[int, bytes], leaf: int, hashed: bytes | None) -> None:
    joined, number = merkle.numbered(leaves), merkle.number(leaf)
    assert merkle.told(joined, number) == leaves.get(leaf)
    wanted = {**leaves, leaf: hashed}
    told = merkle.telling(joined, number, hashed)
    assert told == merkle.numbered({at: each for at, each in wanted.items() if each is not None})


@given(st.dictionaries(HASHES, HASHES, max_size=30), HASHES, HASHES)
def test_a_pair_comes_and_goes(pairs: dict[bytes, bytes], key: bytes, hashed: bytes) -> None:
    joined = b"".join(each + pairs[each] for each in sorted(pairs))
    assert all(merkle.told(joined, each) == pairs[each] for each in pairs)
    with_it = merkle.telling(joined, key, hashed)
    assert with_it == b"".join(each + now for each, now in sorted({**pairs, key: hashed}.items()))
    assert merkle.telling(with_it, key, None) == b"".join(each + pairs[each] for each in sorted(pairs) if each != key)
