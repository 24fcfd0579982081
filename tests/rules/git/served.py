"""The service on a port of its own, over a database where things really commit, and git's own client in front of it."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from uuid import UUID

import uvicorn
from fastapi import FastAPI

from catalog_admin.access import commands as access
from catalog_admin.access.gate import build_gate
from catalog_admin.access.rights import NOBODY
from catalog_admin.cli.founding import found_tenant
from catalog_admin.environments import queries as environments
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app
from catalog_admin.organisation.commands import create_tenant
from catalog_admin.organisation.model import Doorplate, founder, steward
from catalog_admin.organisation.queries import find_tenant
from catalog_admin.rules.connection import driver_of
from catalog_admin.rules.queries import log_of, verify_log
from catalog_admin.settings import Settings
from rulestore.exporting import export

AUTHOR, PUBLISHER = Grant(Role.RULE_AUTHOR), Grant(Role.PUBLISHER)


@dataclass(frozen=True)
class Served:
    """A running service; `owner` is the URL of who owns its database."""

    port: int
    app: FastAPI
    database: Database
    mirrors: Path
    owner: str

    def tenant(self, *, of_before: bool = False) -> "Tenant":
        """One of its own for each test; `of_before` there were repositories."""
        key = f"t-{token_hex(5)}"
        if of_before:
            with self.database.work(founder(key)) as work:
                create_tenant(work, key=key, name=key)
        else:
            found_tenant(self.database, key, key)
        doorplate = self.database.ask(NOBODY, lambda reads: find_tenant(reads.session, key))
        assert doorplate is not None
        return Tenant(self, key, doorplate)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Tenant:
    served: Served
    key: str
    doorplate: Doorplate

    @property
    def address(self) -> str:
        return f"{self.served.origin}/rules/git/{self.key}.git"

    def token(self, *grants: Grant, environments: list[str] | None = None) -> str:
        with self.served.database.work(steward(self.doorplate)) as work:
            _, text = access.create_token(
                work,
                name="git",
                grants=grants or (AUTHOR, PUBLISHER),
                environments=environments,
                lives=timedelta(hours=1),
            )
        return text

    def check_is_whole(self, place: Path) -> None:
        """By a copy of its own, of the database alone."""
        with self.served.database.reads(steward(self.doorplate)) as reads:
            repo = log_of(reads)
            assert verify_log(reads).fault is None
            export(lambda: nullcontext(driver_of(reads)), repo, place)
        ended = client(f"--git-dir={place}", "fsck", "--full", "--strict", "--no-dangling")
        assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")

    def take_back(self, url: str) -> None:
        """The token in it."""
        token = UUID(url.split("@")[0].split("_")[-2])
        with self.served.database.work(steward(self.doorplate)) as work:
            access.revoke_token(work, token)

    def url(self, *grants: Grant, **limits: list[str]) -> str:
        """With a token as the password of whomever."""
        return self.address.replace("://", f"://whoever:{self.token(*grants, **limits)}@")


@contextmanager
def served(service: str, place: Path, owner: str) -> Iterator[Served]:
    database = Database(service, pool_size=5)
    gate = build_gate(database, environments.chosen, host="127.0.0.1", data_dir=place)
    app = create_app(Settings(demo=False, data_dir=place, mirror_dir=place / "mirrors"), database, gate=gate)
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield Served(listener.getsockname()[1], app, database, place / "mirrors", owner)
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
        database.close()


@dataclass(frozen=True)
class Clone:
    """A working copy, and somebody at it."""

    path: Path

    def write(self, files: Mapping[str, str], message: str = "wrote") -> str:
        """A commit with these files; its name."""
        for name, text in files.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.head()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def git(self, *words: str) -> str:
        ended = client(*words, at=self.path)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    def refused(self, *words: str) -> str:
        """What it says when it fails, as it must."""
        ended = client(*words, at=self.path)
        assert ended.returncode != 0, ended.stdout + ended.stderr
        return ended.stderr

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["git", *words], cwd=self.path, env=environment(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )


def cloned(url: str, path: Path, *options: str) -> Clone:
    ended = client("clone", "-q", *options, url, str(path))
    assert ended.returncode == 0, ended.stderr
    return Clone(path)


def client(*words: str, at: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *words], cwd=at, env=environment(), capture_output=True, text=True, check=False, timeout=60
    )


def environment() -> dict[str, str]:
    person = {"NAME": "Tess", "EMAIL": "tess@example.test"}
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.devnull,
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        **{f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in person.items()},
    }
