"""Changes that are kept packed: found again by their place, without unpacking the rest."""

from catalog_admin.publishing.difference import EntryChange
from catalog_admin.publishing.model import Kind
from catalog_admin.publishing.packed import CHANGES_AT_ONCE, Packed


def test_packed_changes_come_back_page_by_page_as_they_were() -> None:
    changes = [EntryChange(Kind.NODE, f"{n:06}", None, b'{"a":"\xc3\xa9"}') for n in range(2 * CHANGES_AT_ONCE + 7)]
    changes += [EntryChange(Kind.PLAN, f"{n:06}", b"{}", None) for n in range(30)]
    packed = Packed(changes)
    seen: list[EntryChange] = []
    place = (0, "")
    while found := packed.behind(place, 100):
        seen += found
        place = (list(Kind).index(found[-1].kind), found[-1].key)
    assert seen == changes
    assert Packed([]).behind((0, ""), 10) == []
