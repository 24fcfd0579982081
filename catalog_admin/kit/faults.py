"""Many things can be wrong with one document: they are told together, each with its place.

A reader collects faults instead of raising at the first; a command then raises them as one refusal, an import
writes each beside its line.
"""

from dataclasses import dataclass, field

from pydantic_core import ErrorDetails

from catalog_admin.kit.errors import Refusal

ERRORS_TOLD = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """What a refusal would say, not yet raised; `pointer` (RFC 6901) is the place in the document."""

    refusal: type[Refusal]
    pointer: str
    detail: str
    suggestion: str | None = None

    def said(self) -> dict[str, str]:
        words = {"code": self.refusal.code, "pointer": self.pointer, "detail": self.detail}
        return words if self.suggestion is None else words | {"suggestion": self.suggestion}


@dataclass(slots=True)
class Faults:
    """In the order found; empty means the document may pass."""

    found: list[Fault] = field(default_factory=list)

    def add(self, refusal: type[Refusal], pointer: str, detail: str, suggestion: str | None = None) -> None:
        self.found.append(Fault(refusal, pointer, detail, suggestion))

    def refuse(self) -> None:
        """Raises the first as its refusal, with a hundred of them in `errors`; does nothing if there is none."""
        if self.found:
            first = self.found[0]
            facts = {"failed": len(self.found), "errors": [fault.said() for fault in self.found[:ERRORS_TOLD]]}
            raise first.refusal(first.detail, pointer=first.pointer, suggestion=first.suggestion, **facts)


# Where Pydantic speaks of Python.
PLAIN_WORDS = dict.fromkeys(("model_attributes_type", "model_type", "dict_type"), "a JSON object is wanted here")


def detail_of(fault: ErrorDetails) -> str:
    """What Pydantic found, in words for somebody who sends JSON."""
    said = fault["msg"]
    if fault["type"] == "value_error":
        said = said.removeprefix("Value error, ")  # what it puts before the words of a validator of ours
    return PLAIN_WORDS.get(fault["type"], said)


def pointer_of(fault: ErrorDetails, document: object) -> str:
    """The place of what Pydantic found: members and indices that were sent, without the names of its types between."""
    pointer, location = "", fault["loc"]
    for part in location:
        if _is_there(document, part):
            document, pointer = document[part], pointer + step(part)  # type: ignore[index]  # it is there
    return pointer + step(location[-1]) if fault["type"] == "missing" else pointer


def _is_there(document: object, part: str | int) -> bool:
    if isinstance(document, list):
        return isinstance(part, int) and part < len(document)
    return isinstance(document, dict) and part in document


def step(part: object) -> str:
    """One step of a JSON pointer, escaped."""
    return "/" + str(part).replace("~", "~0").replace("/", "~1")
