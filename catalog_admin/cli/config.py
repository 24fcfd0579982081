"""Settings as the program reads them, each judged."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import typer
from pydantic import SecretStr, ValidationError

from catalog_admin.access.issuing import refuse_off_loopback
from catalog_admin.cli import judged_databases as databases
from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.secret_references import SecretReference
from catalog_admin.settings import Settings

app = typer.Typer(no_args_is_help=True)
FINE = databases.FINE


@dataclass(frozen=True)
class Judged:
    """One setting: `verdict` is "fine", or says what will go wrong."""

    name: str
    value: str
    source: str
    verdict: str


@app.callback()
def _group() -> None:
    """Keeps `check` a subcommand although it is the only one."""


@app.command()
def check(json: JsonOption = False) -> None:
    """Print every setting, where it comes from and whether it will do; exit code 1 if one will not."""
    judged = _judged()
    if json:
        told.as_json([vars(each) for each in judged])
    else:
        told.table(
            ("setting", "value", "from", "judged"),
            ((each.name, each.value, each.source, each.verdict) for each in judged),
        )
    if any(each.verdict != FINE for each in judged):
        raise typer.Exit(told.REFUSED)


def _judged() -> list[Judged]:
    try:
        settings = Settings()
    except ValidationError as wrong:
        return [
            Judged(str(error["loc"][0]).upper(), "", "environment", error["msg"])
            for error in wrong.errors(include_input=False)
        ]
    judges: dict[str, Callable[[Settings], str]] = {
        "data_dir": _data_dir,
        "database_url": databases.owner,
        "database_service_url": databases.service,
        "database_read_url": databases.reads,
        "database_pool_size": databases.room,
        "host": _host,
        "dev_issuer": _issuer,
        "oidc_client_secret": _secret,
        "rule_anchor_secret": _signing_secret,
    }
    return [
        Judged(
            name.upper(),
            _shown(getattr(settings, name)),
            "environment" if name.upper() in os.environ else "default",
            judges[name](settings) if name in judges else FINE,
        )
        for name in Settings.model_fields
    ]


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        return "•••"
    return "" if value is None else str(value)


def _data_dir(settings: Settings) -> str:
    """The nearest directory that exists must let us write."""
    place = settings.data_dir.absolute()
    while not place.exists():
        place = place.parent
    return FINE if place.is_dir() and os.access(place, os.W_OK) else f"{place} cannot be written to"


def _host(settings: Settings) -> str:
    try:
        socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as wrong:
        return f"not an address: {wrong.strerror}"
    return FINE


def _issuer(settings: Settings) -> str:
    if not settings.uses_dev_issuer:
        return FINE
    try:
        refuse_off_loopback(settings.host, settings.oidc_issuer)
    except Refusal as refusal:
        return refusal.detail
    return FINE


def _secret(settings: Settings) -> str:
    return _named(settings.oidc_client_secret)


def _signing_secret(settings: Settings) -> str:
    return _named(settings.rule_anchor_secret)


def _named(reference: str | None) -> str:
    if reference is None:
        return FINE
    try:
        SecretReference(reference).value()
    except Refusal as refusal:
        return refusal.detail
    return FINE
