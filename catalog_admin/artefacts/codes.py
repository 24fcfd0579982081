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
