"""The stable codes of findings, each with its meaning; the reference prints them."""

from enum import StrEnum


class Code(StrEnum):
    """`meaning` is for people; the value is what programs compare."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> "Code":
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    UNREADABLE = "artefacts.unreadable_text", "Not JSON as we read it."
    NO_SUCH_KIND = "artefacts.no_such_kind", "No kind of artefact lies at this path."
    NOT_CANONICAL = "artefacts.not_canonical", "The same content has one spelling, and it is another one."
    UNKNOWN_MEMBER = "artefacts.unknown_member", "A member that this kind does not have; your own begin with x_."
    MISSING_MEMBER = "artefacts.missing_member", "A member that this kind always has."
    UNKNOWN_WORD = "artefacts.unknown_word", "A word that is none of those that may stand here."
    MISSHAPEN = "artefacts.misshapen", "A value of another form than the kind's schema says."
    # Of a whole tree.
    TOO_LARGE = "artefacts.too_large", "More than is looked into: files, bytes, rules of a set."
    ALIKE = "artefacts.alike", "Two paths that differ in case alone."
    CROWDED = "artefacts.crowded", "A folder of more entries than git writes cheaply."
    REPEATED_ID = "artefacts.repeated_id", "An id that something else of this kind has."
    DANGLING_REFERENCE = "artefacts.dangling_reference", "It refers to something that is not there."
    RULE_WITHOUT_SET = "artefacts.rule_without_set", "A rule in a folder that no set of rules is named by."
    CONTEXT_UNDECLARED = "artefacts.context_undeclared", "Nothing declares what conditions here may read."
    CONTEXT_DIFFERS = "artefacts.context_differs", "A set includes one that reads another context."
    UNDECLARABLE = "artefacts.undeclarable", "A part of a schema that declares no type that conditions know."
    NO_MOMENT = "artefacts.no_moment", "A date or an instant that is on no calendar."
    NEVER_IN_FORCE = "artefacts.never_in_force", "It ends before it begins."
    OVERLAPPING = "artefacts.overlapping", "Two windows say what one field is on one day."
    # Proven of conditions.
    NEVER_FIRES = "artefacts.never_fires", "A condition that can never hold."
    SHADOWED = "artefacts.shadowed", "A rule that never fires, because another one has stopped before."
    CIRCLE = "artefacts.circle", "Something leads back to itself: includes, components, what rules set and read."
    CONTRADICTION = "artefacts.contradiction", "Two things that cannot both be."
    LIMITS_CONFLICT = "artefacts.limits_conflict", "Limits that leave nothing allowed; the other one is named."
    NEVER_BINDS = "artefacts.never_binds", "A limit that is wider than another one that binds it."
    NO_WAY = "artefacts.no_way", "A state of a workflow that no way leads to, or out of."
    # Of decision tables.
    TABLE_MALFORMED = "tables.malformed", "A member that is not what the format says."
    TABLE_TOO_LARGE = "tables.too_large", "More nodes, rows or columns than a table may have."
    TABLE_NODE_REFUSED = "tables.node_refused", "A node that runs code, calls out, or is of no kind we know."
    TABLE_CYCLE = "tables.cycle", "Nodes that wait for each other."
    TABLE_DANGLING = "tables.dangling", "An edge to or from a node that is not there."
    TABLE_NO_INPUT = "tables.no_input", "A graph that nothing enters."
    TABLE_CELL = "tables.cell", "A cell or expression that does not compile, or says what it may not."
    TABLE_UNDECLARED = "tables.undeclared", "A name that nothing declares; a text stands in quotes."
    TABLE_SCHEMA = "tables.schema", "An input schema that is no JSON Schema, or that refers elsewhere."
    TABLE_NO_SCHEMA = "tables.no_schema", "Inputs that nothing declares: their types cannot be enforced."
    TABLE_POLICY = "tables.policy", "A hit policy, aggregation or priority that cannot be."
    TABLE_DUPLICATE = "tables.duplicate_id", "Two nodes, columns or rows with one id."
    TABLE_ROW_UNNAMED = "tables.row_unnamed", "Rows that say no id: what they are called changes with their cells."
    TABLE_GAP = "tables.gap", "Inputs for which no row matches, and nothing is said for that case."
    TABLE_OVERLAP = "tables.overlap", "Inputs for which two rows match where one alone may."
    TABLE_CONFLICT = "tables.conflict", "Inputs for which two rows match and say different things."
    TABLE_UNREACHABLE = "tables.unreachable", "A row that can never be the answer."
    TABLE_STRAY = "tables.stray_cell", "A cell of no column: nothing would read it, and the row would match more."
    TABLE_NO_VALUE = "tables.no_value", "A row without a value where values are added up or compared."
    TABLE_TYPE = "tables.cell_type", "A cell that asks about another type than its column is declared to have."
    TABLE_ALWAYS = "tables.always", "A cell that holds for every value: a comma is an `or`."
    TABLE_NOT_DECIDED = "tables.not_decided", "Whether rows leave gaps or overlap could not be found out."
    TABLE_DMN = "tables.dmn", "A part of DMN that is not imported."
    TABLE_XML = "tables.xml", "XML that is broken, too large, or that refers elsewhere."
    # Of what catalogs refer to, which whoever knows the catalogs finds.
    REFERENCE_GONE = "references.gone", "A rule of a catalog refers to this file, which would not be there any more."
    REFERENCE_UNUSABLE = "references.unusable", "A rule of a catalog refers to this condition, and could not be asked."
    # Of cases.
    CASE_UNREADABLE = "cases.unreadable", "A case that does not say what it is about, or expects what nobody tells."
    CASE_CONTEXT = "cases.context", "Something in a case's context that the schema does not declare, or not so."
    CASE_FAILED = "cases.failed", "A case whose subject answers otherwise than expected."
    CASE_COVERAGE = "cases.coverage", "Cases that try less of their subject than is asked for."
