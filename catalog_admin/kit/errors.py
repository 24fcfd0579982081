"""The one family of refusals; everything else that is raised is a bug.

Refusal
├── Invalid          422  the input says something impossible
├── Unauthenticated  401  nobody, or nobody we can verify
├── Forbidden        403  somebody, but not allowed
├── NotFound         404  no such thing for this tenant (another tenant's thing looks the same)
├── Conflict         409  true input, wrong moment
│   └── Stale        412  somebody changed it since you looked
├── PreconditionMissing 428  say which state you saw (If-Match)
├── TooLarge         413  more than we read
├── TooMany          429  more often than we answer
├── Gone             410  was here, is retired
└── Unavailable      503  a part we need does not answer: try later

Each room derives its own refusals in `errors.py` and gives each a stable code (`catalogs.path_taken`).
They are mapped once for REST (kit/problems.py), once for GraphQL and once for the command line.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """A no with a stable code; `pointer` (RFC 6901) says which part of the input is at fault."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"

    def __init__(
        self,
        detail: str,
        *,
        pointer: str | None = None,
        suggestion: str | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.pointer = pointer
        self.suggestion = suggestion
        self.facts = facts

    def problem(self) -> dict[str, Any]:
        """The RFC 9457 members this refusal has to say, without `type` and `instance`."""
        said = {"code": self.code, "status": self.status, "title": self.title(), "detail": self.detail}
        if self.pointer is not None:
            said["pointer"] = self.pointer
        if self.suggestion is not None:
            said["suggestion"] = self.suggestion
        return said | self.facts

    @classmethod
    def title(cls) -> str:
        """The code in words: `catalogs.path_taken` → `Path taken`."""
        return cls.code.rpartition(".")[2].replace("_", " ").capitalize()


class Invalid(Refusal):
    status = 422
    code = "invalid"


class Unauthenticated(Refusal):
    status = 401
    code = "unauthenticated"


class Forbidden(Refusal):
    status = 403
    code = "forbidden"


class NotFound(Refusal):
    status = 404
    code = "not_found"


class Conflict(Refusal):
    status = 409
    code = "conflict"


class Stale(Conflict):
    status = 412
    code = "stale"


class PreconditionMissing(Refusal):
    status = 428
    code = "precondition_missing"


class TooLarge(Refusal):
    status = 413
    code = "too_large"


class TooMany(Refusal):
    status = 429
    code = "too_many"


class Gone(Refusal):
    status = 410
    code = "gone"


class Unavailable(Refusal):
    status = 503
    code = "unavailable"


def every_refusal() -> list[type[Refusal]]:
    """All refusals that are loaded, for the generated reference and its test."""
    found: list[type[Refusal]] = []
    todo: list[type[Refusal]] = [Refusal]
    while todo:
        kind = todo.pop()
        found.append(kind)
        todo.extend(kind.__subclasses__())
    return sorted(set(found), key=lambda kind: kind.code)
