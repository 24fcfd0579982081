"""The line that a pointer means."""

import pytest

from catalog_admin.artefacts.kinds.lines import line_of

TEXT = """{
  "id": "high",
  "a/b": {"x": 1},
  "then": [
    {"action": "WARN"},
    {"action": "BLOCK",
     "payload": {"code": "\\"}", "reason": [
       1, 2]}}
  ],
  "last": null
}
"""


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("", 1),
        ("/id", 2),
        ("/a~1b/x", 3),
        ("/then/0/action", 5),
        ("/then/1", 6),
        ("/then/1/payload/reason/1", 8),
        ("/last", 10),
        ("/then/7", 4),
        ("/then/1/nothing", 6),
        ("/nothing", 1),
        ("/id/x", 2),
    ],
)
def test_a_pointer_is_a_line_and_what_is_not_there_is_the_nearest_before(pointer: str, line: int) -> None:
    assert line_of(TEXT, pointer) == line


@pytest.mark.parametrize("text", ["", "{", '{"a": ', "[" * 5000, '{"a" 1}', "\n\n{]", '{"a": [1, ]}'])
def test_what_is_no_json_has_lines_as_well(text: str) -> None:
    assert 1 <= line_of(text, "/a/0/b") <= text.count("\n") + 1
