"""A process beside this one that has read the rules and is asked cases: `python -m catalog_admin.rules.elsewhere`.

A program of its own, started as one. What multiprocessing starts would import whatever this process was started with
once more, and a script that does not ask who imports it would begin to serve.
"""

import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import BinaryIO, Self

from catalog_admin.artefacts.cases.covering import Tried
from catalog_admin.artefacts.cases.model import Case, Difference, SubjectId
from catalog_admin.artefacts.cases.running import ask
from catalog_admin.artefacts.checking.report import check
from catalog_admin.predicates.model import Outcome
from catalog_admin.rules.suites import suite_in

Said = tuple[tuple[Difference, ...], Outcome | None, str | None]
Answer = tuple[list[Said], dict[SubjectId, Tried]]


class Helper:
    """Raises EOFError or BrokenPipeError where it has died: nobody knows what came of its cases then."""

    def __init__(self, rules: Mapping[str, bytes]) -> None:
        command = [sys.executable, "-m", __name__]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - ourselves
        self._rules = dict(rules)

    def __enter__(self) -> Self:
        try:
            self._say(self._rules)
        except BrokenPipeError:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def ask(self, cases: Sequence[Case]) -> Answer:
        self._say(cases)
        assert self._process.stdout is not None  # noqa: S101 - as it was started
        answer: Answer = pickle.load(self._process.stdout)  # noqa: S301 - what we have started says it
        return answer

    def _end(self) -> None:
        """It keeps nothing, so it need not be asked."""
        self._process.kill()
        self._process.communicate()

    def _say(self, said: object) -> None:
        assert self._process.stdin is not None  # noqa: S101 - as it was started
        pickle.dump(said, self._process.stdin)
        self._process.stdin.flush()


def answer(asked: BinaryIO, answers: BinaryIO) -> None:
    """Until nobody asks any more."""
    subjects = suite_in(check(pickle.load(asked))).subjects  # noqa: S301 - who has started us says it
    while True:
        try:
            cases: Sequence[Case] = pickle.load(asked)  # noqa: S301 - the same
        except EOFError:
            return
        ran = ask(cases, subjects)
        pickle.dump(([(each.differences, each.outcome, each.reason) for each in ran.results], ran.tried), answers)
        answers.flush()


if __name__ == "__main__":
    answer(sys.stdin.buffer, sys.stdout.buffer)
