"""What the identity provider says of itself: asked for seldom, and never by everybody at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

import pytest

from catalog_admin.access import discovery
from catalog_admin.access.discovery import ASKED_AGAIN_SECONDS, KEPT_SECONDS, KnownIssuer
from catalog_admin.kit.outgoing import Outgoing, PartnerAway
from tests.access.issuer import Issuer


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(issuer: Issuer, clock: Callable[[], float]) -> KnownIssuer:
    return KnownIssuer(issuer.url, Outgoing(["127.0.0.1"], timeout_seconds=30), clock)


def test_a_provider_that_hangs_holds_up_one_sign_in_and_no_other(
    issuer: Issuer, known: KnownIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovery, "PATIENCE_SECONDS", 0.05)
    issuer.answers.clear()
    with ThreadPoolExecutor(8) as threads:
        asking = [threads.submit(known.about) for _ in range(40)]
        try:
            refused = list(islice(as_completed(asking, timeout=20), 39))
        finally:
            issuer.answers.set()
    assert all(isinstance(each.exception(), PartnerAway) for each in refused)
    assert [each.result()["issuer"] for each in asking if each not in refused] == [issuer.url]
    assert issuer.asked == 1


def test_a_provider_that_is_away_is_not_asked_by_every_sign_in(
    issuer: Issuer, known: KnownIssuer, clock: Clock
) -> None:
    issuer.is_away = True
    for _ in range(3):
        with pytest.raises(PartnerAway):
            known.about()
    assert issuer.asked == 1
    issuer.is_away = False
    clock.now += ASKED_AGAIN_SECONDS
    assert known.about()["issuer"] == issuer.url


def test_what_it_said_before_is_good_while_it_is_away(issuer: Issuer, known: KnownIssuer, clock: Clock) -> None:
    said = known.about()
    issuer.is_away = True
    clock.now += KEPT_SECONDS
    assert known.about() == said
    assert issuer.asked == 2
