"""How many slips of the fingers lie between two words, and which of some words one may have been meant to be."""

from collections.abc import Iterable

SHORTEST = 4
# From so many letters on two slips are forgiven and not one.
LONG = 8
MOST = 3


def meant(word: str, among: Iterable[str]) -> tuple[str, ...]:
    """The nearest first, at most MOST; none for a word so short that anything is near to it."""
    if not may_be_mistyped(word):
        return ()
    forgiven = 1 if len(word) < LONG else 2
    near = sorted((slips(word, each), each) for each in set(among))
    return tuple(each for count, each in near if count <= forgiven)[:MOST]


def may_be_mistyped(word: str) -> bool:
    return len(word) >= SHORTEST


def swapped(word: str) -> list[str]:
    """With two neighbours swapped: the one slip that leaves few trigrams as they were."""
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


def slips(one: str, other: str) -> int:
    """A letter left out, too many, mistaken, or swapped with its neighbour each count one."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        row = [at]
        for to, meant_letter in enumerate(other, start=1):
            least = min(last[to] + 1, row[-1] + 1, last[to - 1] + (letter != meant_letter))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == meant_letter:
                least = min(least, before[to - 2] + 1)
            row.append(least)
        before, last = last, row
    return last[-1]
