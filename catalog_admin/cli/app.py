"""All commands, each imported when it is called for: a list of catalogs needs a tenth of what all of them need.

A refusal is one line on standard error and exit code 1; misuse is exit code 2.
"""

from functools import cached_property
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from catalog_admin import VERSION

# What there is, in the order in which it is shown: where it lives, and what `--help` says of it.
COMMANDS = {
    "serve": ("serve:serve", "Start everything and answer until stopped."),
    "worker": ("worker:worker", "Do queued jobs until stopped."),
    "migrate": ("migrate:migrate", "Migrate the database to this program's head."),
    "token": ("token:token", "Print a token that the running service of the same data directory accepts."),
    "publish": ("moves:publish", "Freeze the draft into a version and serve it."),
    "rollback": ("moves:rollback", "Serve an earlier version again."),
    "withdraw": ("moves:withdraw", "Take a catalog out of service."),
    "diff": ("moves:diff", "What makes one state another."),
    "impact": ("moves:impact", "What a change amounts to, before it is made."),
    "search": ("search:search", "Find catalogs, nodes, products, rate plans, versions and tags."),
    "config": ("config:app", "What the program was told."),
    "tenant": ("tenant:app", "Customers' organisations."),
    "environment": ("environment:app", "A tenant's environments, and what each has served."),
    "api-token": ("api_token:app", "Tokens for machines: kept as a hash, scoped, expiring."),
    "binding": ("binding:app", "Roles of people whose issuer names none."),
    "catalog": ("catalog:app", "The catalogs of an environment's draft."),
    "node": ("node:app", "The nodes of a draft."),
    "rule": ("rule:app", "What puts rate plans on a node, and keeps them off."),
    "rules": ("rules:app", "The rule repository: branches, files, commits, merges."),
    "product": ("product:app", "What is sold."),
    "rate-plan": ("rate_plan:app", "How products are sold, with their charges."),
    "attribute": ("attribute:app", "The registry of what products and rate plans may say."),
    "price": ("price:app", "Amounts for price references."),
    "import": ("imports:app", "Take rows from NDJSON, JSON and CSV files."),
    "job": ("job:app", "Long work: watch it, cancel it."),
    "tag": ("tag:app", "Names for versions."),
    "served": ("served:app", "What storefronts are served."),
    "versions": ("versions:app", "Immutable versions, named by their content."),
    "bundle": ("bundle:app", "Wanted state as files."),
    "audit": ("audit:app", "The hash-chained trail of everything that was done."),
    "event": ("event:app", "What happened, for the world outside."),
    "demo": ("demo:app", "Three catalogs to try things on."),
}


class Promised(TyperCommand):
    """Stands in the list of commands; the real one is imported when somebody asks for more than its name."""

    def __init__(self, name: str) -> None:
        self._place, told = COMMANDS[name]
        super().__init__(name, help=told)

    @cached_property
    def kept(self) -> Any:
        module, _, name = self._place.partition(":")
        found = getattr(import_module(f"catalog_admin.cli.{module}"), name)
        if isinstance(found, typer.Typer):
            group = typer.main.get_group(found)  # a command would offer to install completion again
            group.help = self.help
            return group
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(self.name)(found)
        return typer.main.get_command(alone)

    def make_context(self, *words: Any, **more: Any) -> Any:
        return self.kept.make_context(*words, **more)


class Refusing(TyperGroup):
    """Says a refusal instead of showing a traceback; bugs still show theirs."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.commands = {name: Promised(name) for name in COMMANDS}

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            from catalog_admin.cli import told
            from catalog_admin.cli.errors import refusal_for

            refusal = refusal_for(error)
            if refusal is None:
                raise
            told.refused(refusal)
            raise typer.Exit(told.REFUSED) from error


app = typer.Typer(name="catalog-admin", cls=Refusing, no_args_is_help=True, pretty_exceptions_enable=False)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"catalog-admin {VERSION}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which program this is.")
    ] = False,
) -> None:
    """Hierarchical catalogs, rules and immutable versions."""


def main() -> None:
    app()
