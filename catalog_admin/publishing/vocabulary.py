"""The words of a catalog's rate plans, for who types them in another form, or wrongly."""

import re
from collections.abc import Iterator

# Keys, SKUs and numbers are found as they are or not at all: nobody declines them, and each is a word of its own.
WORD = re.compile(r"[^\W\d_]{3,40}")
MOST_WORDS = 200_000
MOST_TEXTS = 100_000  # remembered; ten rate plans of one product say the same of it
WORDS_PER_STEP = 10_000


class Vocabulary:
    """Bounded: a catalog with more words knows the first ones."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self._texts: set[int] = set()

    def note(self, *texts: str) -> None:
        for text in texts:
            said = hash(text)
            if said in self._texts or len(self.words) >= MOST_WORDS:
                continue
            if len(self._texts) < MOST_TEXTS:
                self._texts.add(said)
            unknown = {*text.lower().split()} - self.words  # most are known, and none of those is taken apart again
            self.words.update(WORD.findall(" ".join(unknown)))

    def steps(self) -> Iterator[list[str]]:
        words = sorted(self.words)
        for start in range(0, len(words), WORDS_PER_STEP):
            yield words[start : start + WORDS_PER_STEP]
