"""What looks after a tenant, at a terminal: tags, environments, roles, jobs, the audit, events."""

import json
import os
import re
from pathlib import Path
from uuid import uuid4

from catalog_admin.cli.desk import desk_in
from catalog_admin.jobs import commands as jobs
from catalog_admin.kit.work import Database
from tests.cli.conftest import Terminal
from tests.cli.shop import said, stocked


def test_a_tag_is_made_moved_and_taken_away(terminal: Terminal) -> None:
    stocked(terminal)
    first = said(terminal, "publish", "global")
    terminal.run("node", "assign", "global", "Hardware", "RP-0")
    second = said(terminal, "publish", "global", "--if-match", str(first["generation"]))
    assert terminal.fails("publish", "global", "--if-match", "1").startswith("kit.if_match_stale: ")
    tag = said(terminal, "tag", "set", "global", "spring", "1")
    assert (tag["name"], tag["version"]) == ("spring", first["version"])
    [seen] = re.findall(r'etag\t("r\d+")', terminal.run("tag", "show", "global", "spring"))
    moved = said(terminal, "tag", "set", "global", "spring", second["version"], "--if-match", seen)
    assert moved["version"] == second["version"]
    assert terminal.run("tag", "list", "global").startswith(f"spring\t{second['version'][:16]}")
    assert said(terminal, "versions", "show", "global", "spring")["number"] == 2
    assert "stale" in terminal.fails("tag", "delete", "global", "spring", "--if-match", seen)
    terminal.run("tag", "delete", "global", "spring")
    assert said(terminal, "tag", "list", "global")["items"] == []


def test_a_difference_is_read_page_by_page_with_its_totals(terminal: Terminal) -> None:
    stocked(terminal)
    whole = said(terminal, "diff", "global", "--all")
    first = said(terminal, "diff", "global", "--limit", "1")
    assert (len(first["items"]), first["total"], first["counts"]) == (1, whole["total"], whole["counts"])
    rest = said(terminal, "diff", "global", "--after", first["next"])
    assert first["items"] + rest["items"] == whole["items"]
    assert len(whole["items"]) == whole["total"] > 1
    head, *streamed, end = map(json.loads, terminal.run("diff", "global", "--as", "meaning").splitlines())
    assert (head["total"], streamed, end) == (whole["total"], whole["items"], {"told": whole["total"]})
    terminal.run("node", "assign", "global", "Hardware", "RP-0")
    attribute = next(line for line in terminal.run("diff", "global").splitlines() if "\tattribute\t" in line)
    assert attribute.split("\t")[:5] == ["added", "attribute", "", "", "discountPercent"]


def test_looks_back_from_the_terminal(terminal: Terminal, tmp_path: Path) -> None:
    stocked(terminal)
    terminal.run("publish", "global")
    terminal.run("node", "assign", "global", "Hardware", "RP-0")
    version = said(terminal, "publish", "global")["version"]
    [step] = said(terminal, "versions", "history", "global", "--rate-plan", "RP-0")["items"]
    assert (step["version"], step["changes"][-1]["path"]) == (version, "Hardware")
    assert "+1 -0 rate plans" in terminal.run("versions", "history", "global", "--node", "Hardware")
    assert "name one of" in terminal.fails("versions", "history", "global")
    stored = said(terminal, "versions", "storage", "global")
    assert [each["number"] for each in stored["items"]] == [2, 1]
    assert stored["total"]["bytes"] > stored["items"][0]["shared"]["bytes"] > 0
    proof = tmp_path / "proof.json"
    proof.write_text(terminal.run("versions", "prove", "global", "2", "plan", "RP-0"))
    assert terminal.run("versions", "verify-proof", str(proof)) == f"plan RP-0 is in global {version}\n"
    proof.write_text("{}")
    assert "publishing.broken_proof" in terminal.fails("versions", "verify-proof", str(proof))


def test_retires_what_nothing_needs(terminal: Terminal) -> None:
    stocked(terminal)
    for key in ("RP-0", "RP-1", "RP-2"):
        terminal.run("node", "assign", "global", "Hardware", key)
        terminal.run("publish", "global")
    dry = said(terminal, "versions", "retire", "global", "--keep", "1", "--dry-run")
    assert ([each["number"] for each in dry["versions"]], dry["job"]) == ([1], None)
    assert terminal.run("versions", "retire", "global", "1", "--reason", "old").startswith("1\t")
    assert "publishing.version_retired" in terminal.fails("versions", "retire", "global", "1")
    assert "publishing.version_needed" in terminal.fails("versions", "retire", "global", "3")
    assert said(terminal, "versions", "show", "global", "1")["retiredAt"]
    assert [each["number"] for each in said(terminal, "versions", "storage", "global")["items"]] == [3, 2]


def test_environments_and_what_they_served(terminal: Terminal) -> None:
    stocked(terminal)
    assert said(terminal, "environment", "create", "staging")["generation"] == 0
    terminal.run("publish", "global")
    assert [each["key"] for each in said(terminal, "environment", "list")["items"]] == ["dev", "staging"]
    assert said(terminal, "environment", "show", "dev")["isDefault"] is True
    assert [each["cause"] for each in said(terminal, "environment", "history", "dev")["items"]] == ["publish"]
    assert said(terminal, "catalog", "list", "--environment", "staging")["items"] == []
    assert "/key" in terminal.fails("environment", "create", "No Such Key")


def test_tenants_are_listed_shown_and_changed(terminal: Terminal) -> None:
    terminal.run("tenant", "create", "acme")
    assert [line.split("\t")[0] for line in terminal.run("tenant", "list").splitlines()] == ["acme", "demo"]
    listed = said(terminal, "tenant", "list")
    assert ([each["key"] for each in listed["items"]], listed["next"]) == (["acme", "demo"], None)
    changed = said(terminal, "tenant", "change", "--tenant", "acme", "--name", "Acme Ltd", "--anonymous-in", "dev")
    assert (changed["name"], changed["anonymousEnvironments"]) == ("Acme Ltd", ["dev"])
    assert said(terminal, "tenant", "change", "--tenant", "acme", "--no-anonymous")["anonymousEnvironments"] == []
    assert "Acme Ltd" in terminal.run("tenant", "show", "--tenant", "acme")


def test_roles_are_bound_and_tokens_listed(terminal: Terminal) -> None:
    terminal.run("catalog", "create", "global")
    where = ("--role", "publisher", "--catalog", "global", "--path", "a.b", "--only-in", "dev")
    misspelt = terminal.fails("binding", "set", "auth0|jo", "--role", "publisher", "--catalog", "gloabl")
    assert ("catalogs.catalog_not_found" in misspelt, "global" in misspelt) == (True, True)
    bound = said(terminal, "binding", "set", "auth0|jo", *where)
    assert bound["grants"] == [{"role": "publisher", "catalog": "global", "path": "a.b"}]
    assert terminal.run("binding", "list") == "auth0|jo\tpublisher in global.a.b\tdev\n"
    assert 'etag\t"r' in terminal.run("binding", "show", "auth0|jo")
    assert "stale" in terminal.fails("binding", "remove", "auth0|jo", "--if-match", "r2")
    terminal.run("binding", "remove", "auth0|jo")
    terminal.run("api-token", "create", "deploy", "--role", "viewer")
    [token] = said(terminal, "api-token", "list")["items"]
    assert (token["name"], token["revokedAt"]) == ("deploy", None)


def test_a_job_is_watched_and_cancelled(terminal: Terminal) -> None:
    database = Database(os.environ["DATABASE_SERVICE_URL"], pool_size=2)
    with desk_in(database, "demo", None).work() as work:
        job = str(jobs.enqueue(work, "promotions.publish", {}, defer=False))
    database.close()
    assert [each["id"] for each in said(terminal, "job", "list", "--status", "queued")["items"]] == [job]
    assert said(terminal, "job", "show", job)["progress"] == 0
    assert "\t0 of 3\t" in terminal.run("job", "list")
    assert said(terminal, "job", "cancel", job)["status"] == "cancelled"
    assert said(terminal, "job", "errors", job) == {"items": [], "next": None}
    assert terminal.fails("job", "show", str(uuid4())).startswith("jobs.")


def test_the_audit_and_the_events_tell_what_was_done(terminal: Terminal) -> None:
    stocked(terminal)
    listed = said(terminal, "audit", "list", "--action", "catalogs.node_created", "--limit", "1")
    assert len(listed["items"]) == 1
    assert listed["next"]
    every = said(terminal, "audit", "list", "--action", "catalogs.node_created", "--all")["items"]
    assert len(every) == 2
    assert said(terminal, "audit", "list", "--to", "2001-01-01")["items"] == []
    assert said(terminal, "audit", "show", str(every[0]["seq"])) == every[0]
    of_one = said(terminal, "audit", "list", "--request-id", every[0]["requestId"])["items"]
    assert every[0] in of_one
    assert {each["requestId"] for each in of_one} == {every[0]["requestId"]}
    there = said(terminal, "audit", "list", "-e", "dev", "--all")["items"]
    assert {each["environment"] for each in there} == {"dev"}
    assert said(terminal, "audit", "list", "--environment", "elsewhere")["items"] == []
    assert said(terminal, "audit", "verify")["whole"] is True
    terminal.run("publish", "global")
    assert "global" in terminal.run("event", "list", "--all")
    assert "No such option" in terminal.fails("event", "list", "--environment", "dev", code=2)
