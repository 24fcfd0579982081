"""What files of the rule repository may say: kinds, schemas, and what editors need of them."""

import json as plain_json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog_admin.artefacts import editors
from catalog_admin.artefacts.kinds.published import published
from catalog_admin.cli import told
from catalog_admin.cli.asked import JsonOption
from catalog_admin.rules.errors import SchemaNotFound

app = typer.Typer()


@app.command()
def kinds(json: JsonOption = False) -> None:
    """Every kind of file, where it lies, and the name of its schema."""
    found = editors.kinds()
    if json:
        return told.as_json([asdict(each) for each in found])
    rows = ((each.kind, ", ".join(each.patterns), each.schema, each.description) for each in found)
    return told.table(("kind", "files", "schema", "what it is"), rows)


@app.command()
def schemas(
    into: Annotated[
        Path | None, typer.Option(help="Write them all into this folder, with the catalog.json that editors read.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """The parts that schemas are written in; with --into, what an editor needs of them."""
    if into is not None:
        return _write(into)
    known = {name: str(schema["$id"]) for name, schema in published().items()}
    return told.as_json(known) if json else told.table(("name", "id"), known.items())


@app.command()
def schema(
    name: Annotated[str, typer.Argument(help="A kind, such as rule; or a part, such as rule.json.")],
) -> None:
    """One of them: of a kind it refers to nothing outside."""
    found = editors.schemas().get(name) or published().get(name)
    if found is None:
        raise SchemaNotFound(f"there is no schema {name}")
    typer.echo(_text(found), nl=False)


def _write(folder: Path) -> None:
    """Addresses are those of the files as seen from where the command is run: a workspace's own folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in editors.schemas().items():
        (folder / f"{name}.json").write_text(_text(found), encoding="utf-8")
    catalog = editors.catalog(lambda name: _seen_from_here(folder / f"{name}.json"))
    (folder / "catalog.json").write_text(_text(catalog), encoding="utf-8")
    told.note(f"{len(editors.schemas())} schemas and catalog.json in {folder}")


def _seen_from_here(file: Path) -> str:
    return file.as_uri() if file.is_absolute() else f"./{file.as_posix()}"


def _text(said: Any) -> str:
    return plain_json.dumps(said, ensure_ascii=False, indent=1) + "\n"
