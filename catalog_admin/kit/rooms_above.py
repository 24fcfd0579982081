"""Questions that a room asks of rooms above, which it may not import: they register their answers."""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer", bound=Callable[..., Any])


class Question(Generic[Answer]):
    """The asking room names who has to be asked; a program without one of them must not hear "nothing" instead."""

    def __init__(self, *rooms: str) -> None:
        self._answers: dict[str, Answer | None] = dict.fromkeys(rooms)

    def answered_by(self, room: str) -> Callable[[Answer], Answer]:
        """Registers the room's answer. Raises LookupError for a room that nobody expects to be asked."""
        if room not in self._answers:
            raise LookupError(f"{room} is not among the rooms to be asked: {', '.join(self._answers)}")

        def register(answer: Answer) -> Answer:
            self._answers[room] = answer
            return answer

        return register

    def everybody(self) -> Iterator[Answer]:
        """In the order in which they were named. Raises LookupError, before anybody is asked, if one is missing."""
        missing = [room for room, answer in self._answers.items() if answer is None]
        if missing:
            raise LookupError(f"not part of this program, and has to be asked: {', '.join(missing)}")
        return (answer for answer in self._answers.values() if answer is not None)
