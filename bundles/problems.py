"""What is wrong with a bundle: always a file, mostly a line, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """`pointer` (RFC 6901) is inside the document or row that stands at `line`."""

    file: str
    line: int
    pointer: str
    code: str
    detail: str
    suggestion: str | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" + (f" {self.pointer}" if self.pointer else "")
        hint = f" ({self.suggestion})" if self.suggestion else ""
        return f"{where}: {self.code}: {self.detail}{hint}"


class BundleRefused(Exception):
    """Nothing can be done with this bundle; `problems` says why, in order of files and lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Unreadable(Exception):
    """A file that cannot be read on; raised inside, told as a Problem."""

    def __init__(self, code: str, detail: str, line: int = 1, suggestion: str | None = None) -> None:
        super().__init__(detail)
        self.code, self.detail, self.line, self.suggestion = code, detail, line, suggestion

    def at(self, file: str) -> Problem:
        return Problem(file, self.line, "", self.code, self.detail, self.suggestion)
