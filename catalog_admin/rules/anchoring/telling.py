"""Each place is told where every log is, now and then; a place that does not answer is told later."""

import time
from collections.abc import Mapping

import structlog

from catalog_admin.jobs.sweeps import sweep_of
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.work import Database
from catalog_admin.rules.anchoring.heads import every_head
from catalog_admin.rules.anchoring.places import Place
from rulestore.model import Position

log = structlog.get_logger()

TELL = "rules.tell_heads"
AGAIN_SECONDS = 60.0


def tell_places(places: Mapping[str, Place], every_seconds: float) -> None:
    """From now on, by whatever worker runs in this process."""
    if places:
        sweep_of(TELL)(Telling(places, every_seconds))


class Telling:
    """Remembers what each place knows; a new process tells all of it once more."""

    def __init__(self, places: Mapping[str, Place], every_seconds: float) -> None:
        self._places, self._every_seconds = places, every_seconds
        self._known: dict[str, dict[int, Position]] = {name: {} for name in places}
        self._due = dict.fromkeys(places, 0.0)

    def __call__(self, database: Database) -> None:
        now = time.monotonic()
        for name, place in self._places.items():
            if self._due[name] <= now:
                is_told = self._tell(database, place, self._known[name], name)
                self._due[name] = now + (self._every_seconds if is_told else min(AGAIN_SECONDS, self._every_seconds))

    def _tell(self, database: Database, place: Place, known: dict[int, Position], name: str) -> bool:
        for page in every_head(database):
            news = [head for head in page if known.get(head.repository) != head.at]
            if not news:
                continue
            try:
                place.tell(news)
            except (OSError, Refusal) as away:
                log.warning("rules.heads_untold", place=name, why=str(away))
                return False
            known.update({head.repository: head.at for head in news})
            log.info("rules.heads_told", place=name, count=len(news))
        return True
