"""Push: the same checks as every other way in, told in the lines that git shows to who pushes."""

from typing import BinaryIO

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.failures import refusal_of
from catalog_admin.rules.git.doors import Doors
from catalog_admin.rules.git.errors import PushGarbled
from catalog_admin.rules.git.judging import Judging, check_may_move, tell
from catalog_admin.rules.refusals import in_our_words
from rulestore.errors import Garbled, Refused, Unsound
from rulestore.model import Said
from rulestore.packets import FLUSH, packet
from rulestore.receiving.push import push
from rulestore.receiving.report import advertised, refused, taken
from rulestore.receiving.request import PushRequest, read_request
from rulestore.refs import snapshot
from rulestore.store import Store

SERVICE = "git-receive-pack"
REASON = "git push"


def advertise(doors: Doors, protocol: str) -> bytes:
    """Where everything is; straight from the database, without a mirror."""
    with in_our_words():
        store = doors.store_to_push_to()
        with store.reading() as connection:
            refs, _ = snapshot(connection, store.repo)
    version = 1 if "version=1" in protocol.split(":") else 0
    return packet(f"# service={SERVICE}\n".encode()) + FLUSH + advertised(refs, version=version)


def receive(doors: Doors, body: BinaryIO) -> bytes:
    """The answer, also where nothing was taken: git shows it. Raises PushGarbled, NoRepository."""
    try:
        request = read_request(body)
    except Garbled as garbled:
        raise PushGarbled(str(garbled)) from garbled
    if request is None:
        return b""
    with in_our_words():
        store = doors.store()
    try:
        with in_our_words():
            return _answered(doors, store, request, body)
    except Exception as error:
        refusal = error if isinstance(error, Refusal) else refusal_of(error)
        if refusal is None:
            raise
        return refused(request, Unsound(f"{refusal.detail} ({refusal.code})"))


def _answered(doors: Doors, store: Store, request: PushRequest, body: BinaryIO) -> bytes:
    judging = Judging()
    try:
        check_may_move(doors.actor, request.moves)
        said = Said(doors.actor.subject, REASON)
        pushed, lines = push(store, request, body, said, judging, lambda _, pushed: tell(doors.work, pushed, judging))
    except Refused as why:
        return refused(request, why)
    told = [] if "quiet" in request.speaks else [f"landed as transaction {pushed.landed.at.txn_no}"]
    return taken(request, [*lines, *judging.lines, *told])
