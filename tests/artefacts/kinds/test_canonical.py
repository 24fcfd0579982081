"""Canonical text is a fixpoint, whoever wrote the file; and whatever a file says, reading it answers."""

import json
import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.kinds.reading import canonical, read
from tests.artefacts.customer import EXAMPLES
from tests.artefacts.kinds.test_reading import RULE
from tests.predicates.words import conditions

_slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_PATHS = sorted(EXAMPLES)
_junk = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(-9, 9, places=2).map(float)
    | st.text(max_size=4)
    | st.sampled_from([[], {}, {"decimal": "1.50"}, {"decimal": "x"}, {"var": "a"}, "a > 1", "2026-02-30", "role:x"])
)


def _mixed(value: Any, seed: random.Random) -> Any:
    """The same, its members in another order."""
    if isinstance(value, list):
        return [_mixed(each, seed) for each in value]
    if not isinstance(value, dict):
        return value
    names = [*value]
    seed.shuffle(names)
    return {name: _mixed(value[name], seed) for name in names}


def _mutilated(value: Any, draw: st.DrawFn) -> Any:
    """Somewhere in it, something is gone, doubled or replaced."""
    if not isinstance(value, dict | list) or not value or draw(st.integers(0, 5)) == 0:
        return draw(_junk)
    step = draw(st.sampled_from([*value] if isinstance(value, dict) else range(len(value))))
    changed: Any = value.copy()
    what = draw(st.sampled_from(["deeper", "deeper", "deeper", "gone", "renamed"]))
    if what == "deeper":
        changed[step] = _mutilated(value[step], draw)
    elif what == "gone":
        del changed[step]
    elif isinstance(value, dict):
        changed[draw(st.sampled_from(["x_own", "id", "when", "naem"]))] = changed.pop(step)
    else:
        changed.append(value[step])
    return changed


@_slow
@given(st.sampled_from(_PATHS), st.randoms(use_true_random=False))
def test_the_order_of_members_says_nothing(path: str, seed: random.Random) -> None:
    mixed = json.dumps(_mixed(json.loads(EXAMPLES[path]), seed)).encode()
    assert canonical(path, mixed) == canonical(path, EXAMPLES[path])


@_slow
@given(conditions(3))
def test_a_rule_of_any_condition_has_a_text_that_is_its_own(logic: Any) -> None:
    content = json.dumps(RULE | {"when": {"and": [logic, True]}}).encode()
    text = canonical("rulesets/q/a.json", content)
    assert canonical("rulesets/q/a.json", text) == text
    assert read("rulesets/q/a.json", text).findings == ()


@_slow
@given(st.data(), st.sampled_from(_PATHS))
def test_whatever_a_file_says_reading_it_answers(data: st.DataObject, path: str) -> None:
    value = json.loads(EXAMPLES[path])
    for _ in range(data.draw(st.integers(1, 3))):
        value = _mutilated(value, data.draw)
    content = json.dumps(value).encode()
    artefact = read(path, content)
    assert artefact.value is not None or artefact.findings
    if artefact.value is not None:
        text = canonical(path, content)
        assert canonical(path, text) == text
        assert read(path, text).findings == ()


@given(st.sampled_from(_PATHS), st.binary(max_size=30), st.integers(0, 400))
def test_whatever_bytes_a_file_has_reading_it_answers(path: str, bytes_in_it: bytes, at: int) -> None:
    artefact = read(path, EXAMPLES[path][:at] + bytes_in_it)
    assert artefact.value is not None or artefact.findings
