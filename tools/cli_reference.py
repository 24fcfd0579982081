"""docs/reference/cli.md, from the commands themselves."""

from collections.abc import Iterator
from typing import Any

import typer

from catalog_admin.cli.app import app

HEAD = """# Commands

`catalog-admin` works directly on the database, as the operator of this machine: on the one of `DATABASE_URL`, else on
the embedded one in `DATA_DIR`, whether the service runs or not. `--tenant` (or `CATALOG_ADMIN_TENANT`) and
`--environment` (or `CATALOG_ADMIN_ENVIRONMENT`) say where. Exit code 0 is done, 1 a refusal (a line on standard error:
code, detail, pointer, suggestion), 2 misuse; `bundle plan` answers 0, 2 or 6. More in [the guide](../guides/cli.md).
"""


def cli_page() -> str:
    return HEAD + "".join(_section(command, f"catalog-admin {name}") for name, command in commands_of())


def commands_of() -> Iterator[tuple[str, Any]]:
    """Every command there is, by all its words."""
    for name, promised in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(promised.kept, "commands", None)
        if inner is None:
            yield name, promised.kept
        for key, each in (inner or {}).items():
            yield f"{name} {key}", each


def _section(command: Any, name: str) -> str:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option" and each.name != "help"]
    usage = " ".join([name, *(_placeholder(each) for each in arguments)])
    rows = [f"| `{_placeholder(each)}` | {_help(each)} |" for each in arguments]
    rows += [f"| `{', '.join([*each.opts, *each.secondary_opts])}` | {_help(each)} |" for each in options]
    table = "\n| | |\n| --- | --- |\n" + "\n".join(rows) + "\n" if rows else ""
    return f"\n## `{usage}`\n\n{' '.join((command.help or '').split())}\n{table}"


def _placeholder(argument: Any) -> str:
    word = (argument.metavar or argument.name).upper()
    return word if argument.required else f"[{word}]"


def _help(parameter: Any) -> str:
    words = (parameter.help or "").replace("|", "\\|")
    default = parameter.default
    is_said = default not in (None, False, "", ()) and not callable(default) and parameter.param_type_name == "option"
    return f"{words} Default `{getattr(default, 'value', default)}`.".strip() if is_said else words.strip()
