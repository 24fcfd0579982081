"""Decision tables of DMN."""

from typing import Annotated, Self

from pydantic import StringConstraints

from catalog_admin.artefacts.tables.dmn.model import Decision
from catalog_admin.artefacts.tables.model import HitPolicy
from catalog_admin.kit.words import Words
from catalog_admin.rules.commands import Imported
from catalog_admin.rules.schemas.files import AdvanceOut, Text
from catalog_admin.rules.schemas.findings import FindingOut
from catalog_admin.rules.schemas.refs import Message, Name

TableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$")]


class DmnIn(Words):
    """`content` is the XML; it lies at `tables/<name>.dmn` from then on, and is called so by its cases."""

    branch: Name
    name: TableName
    content: Text
    message: Message | None = None


class DecisionOut(Words):
    """A table of the file; the last one is what the file decides."""

    name: str
    hit_policy: HitPolicy
    inputs: list[str]
    outputs: list[str]
    rows: int
    needs: list[str]

    @classmethod
    def of(cls, decision: Decision) -> Self:
        table = decision.table
        return cls(
            name=decision.name,
            hit_policy=table.hit_policy,
            inputs=[each.title for each in table.inputs],
            outputs=[each.title for each in table.outputs],
            rows=len(table.rows),
            needs=list(decision.needs),
        )


class ImportedOut(Words):
    file: str
    decisions: list[DecisionOut]
    warnings: list[FindingOut]
    commit: AdvanceOut

    @classmethod
    def of(cls, imported: Imported) -> Self:
        return cls(
            file=imported.path,
            decisions=[DecisionOut.of(each) for each in imported.decisions],
            warnings=[FindingOut.of(each) for each in imported.warnings],
            commit=AdvanceOut.of(imported.advance),
        )
