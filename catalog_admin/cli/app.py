"""All commands. A refusal is one line on standard error and exit code 1; misuse is exit code 2."""

from typing import Any

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from catalog_admin.cli import told
from catalog_admin.cli.api_token import app as api_token
from catalog_admin.cli.audit import app as audit
from catalog_admin.cli.bundle import app as bundle
from catalog_admin.cli.catalog import app as catalog
from catalog_admin.cli.config import app as config
from catalog_admin.cli.demo import app as demo
from catalog_admin.cli.errors import FileUnusable, bad_setting
from catalog_admin.cli.imports import app as imports
from catalog_admin.cli.migrate import migrate
from catalog_admin.cli.node import app as node
from catalog_admin.cli.rule import app as rule
from catalog_admin.cli.serve import serve
from catalog_admin.cli.tenant import app as tenant
from catalog_admin.cli.token import token
from catalog_admin.cli.versions import app as versions
from catalog_admin.cli.versions import diff, publish, rollback
from catalog_admin.cli.worker import worker
from catalog_admin.kit.errors import Refusal
from catalog_admin.settings import Settings


class Refusing(TyperGroup):
    """Says a refusal instead of showing a traceback; bugs still show theirs."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            told.refused(refusal)
            raise typer.Exit(told.REFUSED) from refusal
        except OSError as wrong:
            if wrong.filename is None:
                raise
            told.refused(FileUnusable(f"{wrong.filename}: {wrong.strerror}"))
            raise typer.Exit(told.REFUSED) from wrong
        except ValidationError as wrong:
            if wrong.title != Settings.__name__:
                raise
            told.refused(bad_setting(wrong))
            raise typer.Exit(told.REFUSED) from wrong


app = typer.Typer(
    name="catalog-admin",
    help="Hierarchical catalogs, rules and immutable versions.",
    cls=Refusing,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (serve, worker, migrate, token, publish, rollback, diff):
    app.command()(command)
GROUPS = {
    "config": config,
    "tenant": tenant,
    "api-token": api_token,
    "catalog": catalog,
    "node": node,
    "rule": rule,
    "import": imports,
    "versions": versions,
    "bundle": bundle,
    "audit": audit,
    "demo": demo,
}
for name, group in GROUPS.items():
    app.add_typer(group, name=name)


def main() -> None:
    app()
