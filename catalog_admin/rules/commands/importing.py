"""Decision tables of DMN 1.3 taken into the repository: the file as it is, which decides from then on."""

from dataclasses import dataclass

from catalog_admin.artefacts.finding import Finding, errors
from catalog_admin.artefacts.tables.dmn.model import Decision
from catalog_admin.artefacts.tables.dmn.read import read_dmn
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.rules.checking import unsound
from catalog_admin.rules.commands.files import commit_files
from catalog_admin.rules.editing import FileEdit
from catalog_admin.rules.model import Advance
from rulestore.mirror import Mirrors


@dataclass(frozen=True)
class Imported:
    """The commit, the file that it made, and the decisions in it: each after those that it needs."""

    advance: Advance
    path: str
    decisions: tuple[Decision, ...]
    warnings: tuple[Finding, ...]


def import_dmn(
    work: Work, mirrors: Mirrors, branch: str, name: str, content: bytes, message: str, expected: Expected
) -> Imported:
    """As `tables/<name>.dmn`. What is no decision table is refused, each part with its place: see RulesUnsound.

    Raises what `commit_files` does.
    """
    path = f"tables/{name}.dmn"
    read, findings = read_dmn(path, content)
    if read is None:
        raise unsound(errors(findings))
    edit = FileEdit(path, content, expected, "/name")
    advance = commit_files(work, mirrors, branch, [edit], message or f"Import {read.name or name}")
    return Imported(advance, path, read.decisions, tuple(findings))
