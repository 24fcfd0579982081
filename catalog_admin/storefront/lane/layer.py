"""The layer itself: from the ready answers, or through the slow lane, whose answer is then ready.

Who has a seat and asks something new takes a shortcut through the slow lane: past the framework, which would find out
again who he is and what he wants.
"""

import time
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from catalog_admin.environments.moves import move_in
from catalog_admin.kit.etags import is_held
from catalog_admin.kit.notices import RIGHTS, Connection, Notice
from catalog_admin.storefront.lane.asked import Asked, asked_of, once_more
from catalog_admin.storefront.lane.ready import Ready, ReadyAnswers, Recording
from catalog_admin.storefront.lane.seats import ROUTE, Seat, Seats, seat_of
from catalog_admin.storefront.pointers import Pointers
from catalog_admin.storefront.subscriptions import Subscriptions


class FastLane:
    """Around the whole service, which is the slow lane; and a notices.Listener. Deaf, it lets everybody through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.subscriptions = Subscriptions()
        self.pointers = Pointers(self.subscriptions.tell)
        self._answers, self._seats = ReadyAnswers(), Seats()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        asked = asked_of(scope) if self.pointers.are_fresh(began) else None
        if asked is None:
            await self._app(scope, receive, send)
            return
        seat = self._seats.get(asked.who, began)
        if seat is None:
            await self._slowly(asked, scope, receive, send)
            return
        heard = [] if asked.is_heard else await asked.hear(receive)
        now = time.monotonic()
        generation = self.pointers.generation(seat.place, now)
        if generation is None or not asked.is_heard:
            await self._slowly(asked, scope, once_more(heard, receive), send)
            return
        ready = self._answers.get((seat.asker, asked.question, asked.takes_gzip))
        if ready is None or now >= ready.standing.until or ready.standing.generation != generation:
            await self._slowly(asked, scope, once_more(heard, receive), send, seat, generation)
            return
        status = await _give(ready, seat, asked, scope, send)
        seat.line(asked.method).write(asked.request_id, status, (time.monotonic() - began) * 1000)

    async def _slowly(
        self,
        asked: Asked,
        scope: Scope,
        receive: Receive,
        send: Send,
        seat: Seat | None = None,
        generation: int | None = None,
    ) -> None:
        changes, recording = self._seats.changes, Recording(send)
        if seat is not None and asked.method == "POST":
            _seated(scope, seat, generation)
        await self._app(scope, asked.overhearing(receive), recording.send)
        state = scope.get("state", {})
        if (standing := state.get("standing")) is None:
            return
        self.pointers.learn(standing.place, standing.generation, standing.began)
        if "seat" not in state:
            # Only who was looked at: a seat does not prolong itself.
            self._seats.keep(asked.who, seat_of(standing, state), changes=changes)
        if (ready := recording.ready(standing, scope.get("route"))) is not None:
            self._answers.keep((standing.asker, asked.question, asked.takes_gzip), ready)

    def hear(self, notice: Notice) -> None:
        if notice.kind == RIGHTS:
            self._seats.forget(notice.tenant)
        elif (move := move_in(notice)) is not None:
            self.pointers.hear(notice.tenant, move)

    def look(self, connection: Connection) -> None:
        self.pointers.look(connection)

    def was_deaf(self) -> None:
        """Of moves one learns by looking; whose rights have changed meanwhile, nobody knows."""
        self._seats.forget()


def _seated(scope: Scope, seat: Seat, generation: int | None) -> None:
    state: dict[str, Any] = scope.setdefault("state", {})
    state.update(seat.said, seat=seat, generation=generation, line=seat.line("POST"))
    scope["route"] = ROUTE


async def _give(ready: Ready, seat: Seat, asked: Asked, scope: Scope, send: Send) -> int:
    """Leaves behind what layers further out measure by."""
    scope.setdefault("state", {}).update(seat.said, request_id=asked.request_id)
    scope["route"] = ready.route
    is_unchanged = asked.if_none_match is not None and is_held(ready.etag, asked.if_none_match)
    await send((ready.start_of_unchanged if is_unchanged else ready.start)(asked.request_id))
    await send({"type": "http.response.body", "body": b"" if is_unchanged else ready.body})
    return 304 if is_unchanged else 200
