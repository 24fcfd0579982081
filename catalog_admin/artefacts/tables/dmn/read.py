"""A `*.dmn` file → its decision tables, or the findings that say what cannot be imported and why."""

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding
from catalog_admin.artefacts.kinds.limits import DIVIDE, FILE_BYTES
from catalog_admin.artefacts.tables.dmn.model import DECISION_LIMIT, Decision, Decisions
from catalog_admin.artefacts.tables.dmn.table import read_decision_table
from catalog_admin.artefacts.tables.dmn.types import Types
from catalog_admin.artefacts.tables.dmn.xml import Element, UnreadableXml, read_xml
from catalog_admin.artefacts.tables.reading import Reading

_LOGIC = (
    "literalExpression",
    "invocation",
    "context",
    "list",
    "relation",
    "functionDefinition",
    "conditional",
    "filter",
    "for",
    "some",
    "every",
)


def read_dmn(path: str, content: bytes) -> tuple[Decisions | None, list[Finding]]:
    """The decisions, where no finding is an error; pointers count elements of one name from 1, as XPath does."""
    reading = Reading(path)
    try:
        root = read_xml(content)
    except UnreadableXml as wrong:
        reading.error("", Code.TABLE_XML, str(wrong), DIVIDE if len(content) > FILE_BYTES else None)
        return None, reading.findings
    decisions = _decisions(root, reading)
    ordered = _in_order(decisions, reading)
    if not reading.is_clean:
        return None, reading.findings
    return Decisions(root.attributes.get("name", ""), tuple(ordered)), reading.findings


def _decisions(root: Element, reading: Reading) -> list[Decision]:
    if root.name != "definitions":
        reading.error("", Code.TABLE_DMN, f"the root is `{root.name}`, not `definitions`")
        return []
    for name in ("businessKnowledgeModel", "decisionService", "import"):
        for element in root.all(name):
            reading.error(element.pointer, Code.TABLE_DMN, f"`{name}` is not imported: decision tables are")
    elements = [*root.all("decision")]
    if not elements or len(elements) > DECISION_LIMIT:
        reading.error("", Code.TABLE_DMN, f"a file holds 1 to {DECISION_LIMIT} decisions, this one {len(elements)}")
        return []
    types = Types.of(root)
    names = {element.attributes.get("id", ""): element.attributes.get("name", "") for element in elements}
    read = [_decision(element, names, types, reading) for element in elements]
    return [decision for decision in read if decision is not None]


def _decision(element: Element, names: dict[str, str], types: Types, reading: Reading) -> Decision | None:
    name = " ".join(element.attributes.get("name", "").split())
    logic = element.first("decisionTable")
    if logic is None or not name:
        said = next((child.name for child in element.children if child.name in _LOGIC), "nothing")
        reading.error(element.pointer, Code.TABLE_DMN, f"the decision `{name[:80]}` is {said}, not a decision table")
        return None
    table, inputs = read_decision_table(logic, name, types, reading)
    if table is None or inputs is None:
        return None
    bare = len(table.outputs) == 1 and not next(logic.all("output")).attributes.get("name")
    needs = tuple(_needs(element, names, reading))
    return Decision(element.attributes.get("id", ""), name, table, inputs, needs, bare)


def _needs(element: Element, names: dict[str, str], reading: Reading) -> list[str]:
    needs: list[str] = []
    for requirement in element.all("informationRequirement"):
        required = requirement.first("requiredDecision")
        if required is None:
            continue
        wanted = required.attributes.get("href", "").lstrip("#")
        if wanted in names:
            needs.append(" ".join(names[wanted].split()))
        else:
            reading.error(required.pointer, Code.TABLE_DANGLING, f"there is no decision `{wanted[:80]}` in this file")
    return needs


def _in_order(decisions: list[Decision], reading: Reading) -> list[Decision]:
    """Each decision after those it needs; refuses a circle, and two of one name."""
    known = [decision.name for decision in decisions]
    for name in {name for name in known if known.count(name) > 1}:
        reading.error("", Code.TABLE_DUPLICATE, f"two decisions are called `{name[:80]}`")
    ordered: list[Decision] = []
    left = [*decisions]
    while left and reading.is_clean:
        waiting = {decision.name for decision in left}
        ready = [decision for decision in left if not waiting.intersection(decision.needs)]
        if not ready:
            key = [f"{reading.path}#{name}" for name in waiting]
            reading.error("", Code.TABLE_CYCLE, f"`{left[0].name[:80]}` needs itself, through others", key=key)
            break
        ordered += ready
        left = [decision for decision in left if decision not in ready]
    return ordered
