"""A table's file, whichever format, as something that decides; the way in for whoever holds a tree of files."""

from catalog_admin.artefacts.finding import Finding
from catalog_admin.artefacts.kinds.model import Artefact, ArtefactKind
from catalog_admin.artefacts.tables.dmn.model import Decisions
from catalog_admin.artefacts.tables.dmn.read import read_dmn
from catalog_admin.artefacts.tables.graph import Graph
from catalog_admin.artefacts.tables.jdm import read_graph
from catalog_admin.artefacts.tables.judged import findings_of, judge
from catalog_admin.artefacts.tables.reading import Reading
from catalog_admin.artefacts.tables.undeclared import undeclared


def read_file(artefact: Artefact) -> tuple[Graph | Decisions | None, list[Finding]]:
    """None where a finding is an error; of what is no table, nothing and no findings."""
    if artefact.kind is ArtefactKind.DMN:
        return read_dmn(artefact.path, artefact.content)
    if artefact.kind is ArtefactKind.TABLE and artefact.value is not None:
        return read_graph(artefact.path, artefact.value)
    return None, []


def all_findings(artefact: Artefact) -> list[Finding]:
    """What keeps it from being read, and where it could be read: names that nothing declares, gaps, overlaps and rows
    that are never the answer.
    """
    found, findings = read_file(artefact)
    if isinstance(found, Graph):
        reading = Reading(artefact.path, findings)
        undeclared(reading, found)
        return [*reading.findings, *findings_of(artefact.path, found)]
    if isinstance(found, Decisions):
        reading = Reading(artefact.path, findings)
        for decision in found.decisions:
            judge(reading, decision.table, decision.inputs.schema)
    return findings
