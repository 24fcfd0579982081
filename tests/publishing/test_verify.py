"""An export says its own digest; whatever is changed in it shows, with our code and without."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from catalog_admin.publishing.errors import BrokenExport
from catalog_admin.publishing.verify import verify_file
from tests.publishing.shop import Shop

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_export.py"
Lines = list[bytes]


@pytest.fixture
def lines(shop: Shop) -> Lines:
    return shop.export(shop.publish().version).splitlines(keepends=True)


def alone(path: Path) -> "subprocess.CompletedProcess[str]":
    """Isolated: without this project on the path."""
    return subprocess.run([sys.executable, "-I", str(SCRIPT), str(path)], capture_output=True, text=True, check=False)


def test_the_stand_alone_script_recomputes_the_digest(lines: Lines, tmp_path: Path) -> None:
    path = tmp_path / "version.ndjson"
    path.write_bytes(b"".join(lines))
    verified = verify_file(path)
    ran = alone(path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == f"ok: catalog shop, {verified.entries} entries, sha256 {verified.digest.hex()}\n"


def test_both_read_gzip(lines: Lines, tmp_path: Path) -> None:
    path = tmp_path / "version.ndjson.gz"
    path.write_bytes(gzip.compress(b"".join(lines)))
    assert verify_file(path).entries == len(lines) - 1
    assert alone(path).returncode == 0
    path.write_bytes(gzip.compress(b"".join(lines))[:-20])
    with pytest.raises(BrokenExport):
        verify_file(path)
    assert alone(path).returncode == 1


def changed_body(lines: Lines) -> Lines:
    entry = orjson.loads(lines[3])
    entry["body"]["more"] = "x"
    return [*lines[:3], orjson.dumps(entry, option=orjson.OPT_SORT_KEYS) + b"\n", *lines[4:]]


def lost_entry(lines: Lines) -> Lines:
    header = orjson.loads(lines[0])
    header["entries"] -= 1
    return [orjson.dumps(header, option=orjson.OPT_SORT_KEYS) + b"\n", *lines[2:]]


def another_catalog(lines: Lines) -> Lines:
    return [lines[0].replace(b'"catalog":"shop"', b'"catalog":"shed"'), *lines[1:]]


TAMPERED: dict[str, Callable[[Lines], Lines]] = {
    "a changed body": changed_body,
    "a lost entry": lost_entry,
    "another catalog": another_catalog,
    "a short file": lambda lines: lines[:-1],
    "two entries swapped": lambda lines: [*lines[:1], lines[2], lines[1], *lines[3:]],
    "an entry twice": lambda lines: [*lines[:2], lines[1], *lines[2:]],
    "spaces": lambda lines: [*lines[:1], lines[1].replace(b":", b": ", 1), *lines[2:]],
    "a fraction": lambda lines: [*lines[:1], lines[1].replace(b'{"body":{', b'{"body":{"a":1.5,', 1), *lines[2:]],
    "a member twice": lambda lines: [*lines[:1], lines[1].replace(b'"kind":', b'"kind":"x","kind":', 1), *lines[2:]],
    "no JSON": lambda lines: [*lines[:1], b"what?\n", *lines[2:]],
    "no entry": lambda lines: [*lines[:1], b"[]\n", *lines[2:]],
    "another format": lambda lines: [lines[0].replace(b'"format":1', b'"format":2'), *lines[1:]],
    "no header": lambda lines: lines[1:],
    "nothing": lambda lines: [],
}


@pytest.mark.parametrize("how", TAMPERED)
def test_refuses_a_tampered_export(lines: Lines, tmp_path: Path, how: str) -> None:
    path = tmp_path / "version.ndjson"
    path.write_bytes(b"".join(TAMPERED[how](lines)))
    with pytest.raises(BrokenExport):
        verify_file(path)
    ran = alone(path)
    assert ran.returncode == 1
    assert ran.stderr.startswith("broken: ")


@pytest.mark.parametrize(("file", "status"), [("/nope", 2), ("/", 2), (SCRIPT.parents[1] / "README.md", 1)])
def test_the_script_says_in_one_line_that_a_file_is_no_export(file: str, status: int) -> None:
    ran = alone(Path(file))
    assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (status, "", 1)


def test_the_script_fits_on_two_screens() -> None:
    assert len(SCRIPT.read_text().splitlines()) <= 100
