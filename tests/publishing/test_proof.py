"""A proof leads from any entry to the digest; whatever is changed in it shows, with our code and without."""

import copy
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from catalog_admin.kit.actor import Grant, NotPermitted, Role
from catalog_admin.publishing import proving
from catalog_admin.publishing.errors import BrokenProof, EntryNotFound
from catalog_admin.publishing.model import Kind
from catalog_admin.publishing.proof import checked
from tests.publishing.shop import Shop

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_proof.py"
Said = dict[str, Any]


@pytest.fixture
def proof(shop: Shop) -> Said:
    ref = shop.publish().version
    with shop.reads() as reads:
        return proving.prove(reads, ref, Kind.PLAN, "a").said()


def alone(path: Path) -> "subprocess.CompletedProcess[str]":
    """Isolated: without this project on the path."""
    return subprocess.run([sys.executable, "-I", str(SCRIPT), str(path)], capture_output=True, text=True, check=False)


def test_every_entry_of_every_version_can_be_proven(shop: Shop) -> None:
    first = shop.publish().version
    shop.replace("a", name={"en": "A"})
    shop.move("sensors.gps", "heavies")
    for ref in (first, shop.publish().version):
        entries = [orjson.loads(line) for line in shop.export(ref).splitlines()[1:]]
        with shop.reads() as reads:
            for each in entries:
                found = proving.prove(reads, ref, Kind(each["kind"]), each["key"])
                assert found.body == each["body"]
                proven = checked(orjson.loads(orjson.dumps(found.said())))
                assert (proven.digest, proven.kind, proven.key) == (ref.digest, each["kind"], each["key"])


def test_the_stand_alone_script_checks_it(proof: Said, tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    path.write_bytes(orjson.dumps(proof))
    ran = alone(path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == f"ok: plan a is in catalog shop, sha256 {proof['digest']}\n"


def change(*path: str | int, to: Any) -> Callable[[Said], None]:
    def changed(said: Any) -> None:
        for step in path[:-1]:
            said = said[step]
        said[path[-1]] = to

    return changed


TAMPERED: dict[str, Callable[[Said], Any]] = {
    "a changed body": change("entry", "body", "status", to="retired"),
    "another key": change("entry", "key", to="b"),
    "another catalog": change("catalog", to="shed"),
    "another digest": change("digest", to="00" * 32),
    "another entry in the leaf": lambda said: said["leaf"]["entries"].append("00" * 32),
    "another leaf": change("leaf", "number", to=7),
    "a lost middle node": lambda said: said["middles"].pop(),
    "a middle node twice": lambda said: said["middles"].append(said["middles"][0]),
    "a leaf from elsewhere": lambda said: said["leaves"].append([said["leaf"]["number"] ^ 0x100, "00" * 32]),
    "a fraction": change("entry", "body", "more", to=1.5),
    "another format": change("format", to=2),
    "no leaf": lambda said: said.pop("leaf"),
    "a word for a number": change("middles", 0, 0, to="one"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_refuses_a_tampered_proof(proof: Said, tmp_path: Path, how: str) -> None:
    said = copy.deepcopy(proof)
    TAMPERED[how](said)
    with pytest.raises(BrokenProof):
        checked(said)
    path = tmp_path / "proof.json"
    path.write_bytes(orjson.dumps(said))
    ran = alone(path)
    assert ran.returncode == 1
    assert ran.stderr.startswith("broken: ")


def test_what_a_version_does_not_hold_cannot_be_proven(shop: Shop) -> None:
    ref = shop.publish().version
    with shop.reads() as reads, pytest.raises(EntryNotFound):
        proving.prove(reads, ref, Kind.PLAN, "nobody")


def test_proofs_are_for_publishers(shop: Shop) -> None:
    """The hashes beside it would let others guess what is hidden from them."""
    ref = shop.publish().version
    viewer = replace(shop.world.actor, grants=(Grant(Role.VIEWER),))
    with shop.database.reads(viewer, shop.world.environment) as reads, pytest.raises(NotPermitted):
        proving.prove(reads, ref, Kind.PLAN, "a")
