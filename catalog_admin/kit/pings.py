"""Whether a connection that comes out of the pool still leads to a server.

Asking takes a round trip, in every transaction. A connection that was in use a moment ago is not asked: had the server
ended or hung up since, the kernel would have something to tell about its socket. Of a host that is lost or cut off
nobody tells the kernel: whoever uses the connection in that moment finds out by the first statement, as whoever is in
the middle of a transaction does, and when TCP gives up (see PATIENCE in kit/servers).
"""

import time
from select import POLLIN, poll
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event

MOMENT_SECONDS = 1.0


def ask_seldom(engine: Engine) -> None:
    """Its pool still asks before it hands a connection out, where there is reason to."""
    used: WeakKeyDictionary[Any, float] = WeakKeyDictionary()
    ask = engine.dialect.do_ping

    def is_alive(connection: Any) -> bool:
        was_used = used.get(connection)
        if was_used is not None and time.monotonic() - was_used < MOMENT_SECONDS and _is_silent(connection):
            return True
        return ask(connection)

    def note(connection: Any, record: Any) -> None:
        if connection is not None:
            used[connection] = time.monotonic()

    event.listen(engine, "checkin", note)
    engine.dialect.do_ping = is_alive  # type: ignore[method-assign, assignment]


def _is_silent(connection: Any) -> bool:
    """Nobody has said anything, not even that he has hung up."""
    if connection.closed:
        return False
    socket = poll()
    socket.register(connection.fileno(), POLLIN)
    return not socket.poll(0)
