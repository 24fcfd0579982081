"""What a whole answer stands on: for whom, where and until when it can be given again without asking the database."""

from dataclasses import dataclass

from catalog_admin.storefront.pointers import Place
from catalog_admin.storefront.reading import Reading

LONGEST_SECONDS = 60.0  # a clock may be set: no answer outlives that by more


@dataclass(frozen=True, slots=True)
class Standing:
    """True for who is the same `asker`, while the place is at this generation, until an instant of time.monotonic."""

    asker: bytes
    place: Place
    generation: int
    began: float
    until: float


def standing_of(reading: Reading) -> Standing | None:
    """None where a name means more than what is live: a tag, say, moves without its environment."""
    if not reading.used or not all(wanted.is_live for wanted in reading.used):
        return None
    reads, moments = reading.reads, reading.used.values()
    seconds = min(LONGEST_SECONDS, *((each.holds_until - each.instant).total_seconds() for each in moments))
    (generation,) = {each.version.generation for each in moments}
    return Standing(reading.asker, (reads.tenant, reads.environment), generation, reads.began, reads.began + seconds)
