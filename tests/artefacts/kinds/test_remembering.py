"""Files that were read a moment ago are not read again, within bounds."""

from catalog_admin.artefacts.kinds.model import Artefact
from catalog_admin.artefacts.kinds.remembering import Remembering


class _Reader:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, path: str, content: bytes) -> Artefact:
        self.asked.append(path)
        return Artefact(path, None, content)


def test_a_file_is_read_once_until_it_says_something_else() -> None:
    reader = _Reader()
    read = Remembering(reader)
    assert read("a", b"1") is read("a", b"1")
    assert read("a", b"2").content == b"2"
    assert read("b", b"1").path == "b"
    assert reader.asked == ["a", "a", "b"]


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    reader = _Reader()
    read = Remembering(reader, most_bytes=20)
    for path in ("a", "b", "a", "c", "a", "b"):
        read(path, path.encode() * 9)
    assert reader.asked == ["a", "b", "c", "b"]
    assert read.bytes == 18


def test_one_that_is_larger_than_all_together_may_be_is_not_kept() -> None:
    read = Remembering(_Reader(), most_bytes=5)
    assert read("a", b"123456").content == b"123456"
    assert read.bytes == 0
