"""Many things can be wrong with one document: they are told together, each with its place.

A reader collects faults instead of raising at the first; a command then raises them as one refusal, an import
writes each beside its line.
"""

from dataclasses import dataclass, field

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


def step(part: object) -> str:
    """One step of a JSON pointer, escaped."""
    return "/" + str(part).replace("~", "~0").replace("/", "~1")
