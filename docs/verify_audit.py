#!/usr/bin/env python3
"""Checks an audit chain with nothing but Python: no service, no database, no trust in either.

    python verify_audit.py entries.ndjson [--head SHA256]

Each line is an entry as `GET /audit/export` gives it, in any order, without gaps. An entry's hash is SHA-256 over
the 32 bytes of the hash before it (`prevHash`), its number (`seq`) as 8 bytes big-endian, and its `body` in UTF-8.
Everything else in the line is there to be read, and must say what the body says. `--head` is a hash that was written
down elsewhere earlier: it must occur in the chain.

Exit status: 0 it holds, 1 it does not, 2 the file cannot be read.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

HASHED = {"seq", "body", "prevHash", "hash"}
IN_THE_BODY = {"afterDigest": "after", "beforeDigest": "before"}  # everything else has the same name in both


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("entries")
    arguments.add_argument("--head", help="a hash written down earlier")
    given = arguments.parse_args()
    try:
        with open(given.entries, encoding="utf-8") as lines:
            entries = sorted(map(entry_of, lines), key=lambda entry: entry["seq"])
    except OSError as wrong:
        sys.stderr.write(f"{given.entries}: {wrong.strerror}\n")
        return 2
    except (ValueError, RecursionError) as wrong:
        sys.stderr.write(f"{given.entries} is no audit export: {wrong}\n")
        return 2
    try:
        fault = fault_in(entries) or missing(given.head, entries)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as wrong:
        fault = f"an entry is not of the form that is hashed: {wrong}"
    if fault is None and entries:
        verdict = f"entries {entries[0]['seq']} to {entries[-1]['seq']} hold; head {entries[-1]['hash']}"
    else:
        verdict = fault or "there is nothing to check"
    sys.stdout.write(verdict + "\n")
    return 1 if fault or not entries else 0


def entry_of(line: str) -> dict[str, Any]:
    """Raises ValueError for a line that is no entry."""
    entry = json.loads(line)
    if not isinstance(entry, dict) or not isinstance(entry.get("seq"), int) or HASHED - entry.keys():
        raise ValueError(f"{line[:40].strip()!r} is no entry")
    return entry


def fault_in(entries: Iterable[dict[str, Any]]) -> str | None:
    before: dict[str, Any] | None = None
    for entry in entries:
        number = entry["seq"]
        if before is not None and number != before["seq"] + 1:
            return f"entry {before['seq'] + 1} is missing"
        if before is not None and entry["prevHash"] != before["hash"]:
            return f"entry {number} does not name the entry before it"
        text = bytes.fromhex(entry["prevHash"]) + number.to_bytes(8, "big") + entry["body"].encode()
        if hashlib.sha256(text).hexdigest() != entry["hash"]:
            return f"entry {number} is not what was hashed"
        wrong = unsaid(entry)
        if wrong:
            return f"entry {number} shows another {wrong} than was hashed"
        before = entry
    return None


def unsaid(entry: dict[str, Any]) -> str | None:
    """The first readable member that is not what the body says."""
    body = json.loads(entry["body"])
    for name in entry.keys() - HASHED:
        said, shown = body.get(IN_THE_BODY.get(name, name)), entry[name]
        if name == "at":
            said, shown = instant(said), instant(shown)
        if said != shown:
            return name
    return None


def instant(text: str) -> datetime:
    """One instant may be written in several ways."""
    return datetime.fromisoformat(text)


def missing(head: str | None, entries: list[dict[str, Any]]) -> str | None:
    if head is None or any(entry["hash"] == head for entry in entries):
        return None
    return f"the chain does not contain {head}"


if __name__ == "__main__":
    sys.exit(main())
