#!/usr/bin/env python3
"""Check a proof that a catalog version holds an entry. Python's standard library only; no service needed.

    catalog-admin versions prove global 7 plan RP-0 > proof.json
    python verify_proof.py proof.json

The format is written down in docs/reference/version-format.md. Exit status: 0 it holds, 1 it does not,
2 the file cannot be read.
"""

import hashlib
import json
import sys

FORMAT = 1
ENTRY, LEAF, MIDDLE, ROOT = b"\x00", b"\x01", b"\x02", b"\x03"


class Broken(Exception):
    """The proof does not amount to the digest it names."""


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def refuse_number(digits: str) -> None:
    raise Broken(f"{digits}: numbers are integers; exact fractions are text")


def canonical(value: object) -> bytes:
    """RFC 8785: with ASCII keys, integers within 2^53 and no fractions, JSON with sorted keys is exactly that."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def beside(others: list, own: int, hashed: bytes) -> dict:
    """Hashes by number, ours put among the others."""
    hashes = {number: bytes.fromhex(each) for number, each in others}
    if own in hashes or len(hashes) != len(others):
        raise Broken(f"node {own} or another one is there twice")
    return {**hashes, own: hashed}


def verify(proof: dict) -> str:
    if proof["format"] != FORMAT:
        raise Broken("not a proof of format 1")
    entry, told = proof["entry"], proof["leaf"]
    leaf = int.from_bytes(sha256(f"{entry['kind']}/{entry['key']}".encode())[:2], "big")
    middle = leaf >> 8
    if told["number"] != leaf:
        raise Broken(f"the entry belongs into leaf {leaf}")
    body = sha256(canonical(entry["body"])).hex()
    entries = [bytes.fromhex(each) for each in told["entries"]]
    if sha256(ENTRY + canonical([entry["kind"], entry["key"], body])) not in entries:
        raise Broken("the entry, as it is told here, is none of its leaf's")
    leaves = beside(proof["leaves"], leaf, sha256(LEAF + leaf.to_bytes(2, "big") + b"".join(entries)))
    if any(number >> 8 != middle for number in leaves):
        raise Broken("leaves of other middle nodes among those of the entry's")
    under = b"".join(number.to_bytes(2, "big") + leaves[number] for number in sorted(leaves))
    middles = beside(proof["middles"], middle, sha256(MIDDLE + bytes([middle]) + under))
    root = sha256(ROOT + b"".join(bytes([number]) + middles[number] for number in sorted(middles)))
    digest = sha256(canonical({"catalog": proof["catalog"], "format": FORMAT, "root": root.hex()})).hex()
    if digest != proof["digest"]:
        raise Broken(f"amounts to {digest}, not {proof['digest']}")
    return f"ok: {entry['kind']} {entry['key']} is in catalog {proof['catalog']}, sha256 {digest}"


if __name__ == "__main__":
    path = sys.argv[1] if len(sys.argv) == 2 else sys.exit(__doc__)
    try:
        with open(path, "rb") as file:
            said = file.read()
    except OSError as wrong:
        print(f"{path}: {wrong.strerror}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    try:
        print(verify(json.loads(said, parse_float=refuse_number, parse_constant=refuse_number)))  # noqa: T201
    except (Broken, LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as wrong:
        sys.exit(f"broken: {wrong}")
