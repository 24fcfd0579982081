"""What a push is answered with: whether the pack was read, what became of each ref, and lines for who pushed."""

from collections.abc import Iterable, Sequence

from rulestore.errors import RefMoved, Refused, Unsound
from rulestore.packets import FLUSH, PROGRESS, REPORT, on_band, packet
from rulestore.receiving.request import PushRequest
from rulestore.refs import Ref

ABILITIES = "report-status delete-refs side-band-64k quiet atomic ofs-delta object-format=sha1 agent=rulestore"
MOST_LINES, LONGEST_LINE = 50, 500
BESIDE_THE_POINT = "nothing of this push was taken"


def advertised(refs: Sequence[Ref], *, version: int) -> bytes:
    """What there is to be pushed to."""
    lines = [f"{ref.target.hex()} {ref.name}" for ref in refs] or [f"{'0' * 40} capabilities^{{}}"]
    lines[0] += f"\0{ABILITIES}"
    known = [b"version 1\n"] if version == 1 else []
    return b"".join(map(packet, [*known, *(f"{line}\n".encode() for line in lines)])) + FLUSH


def taken(request: PushRequest, lines: Iterable[str]) -> bytes:
    return _answer(request, {}, lines)


def refused(request: PushRequest, why: Refused) -> bytes:
    """The ref at fault, if it is one, is told apart from those that would have been taken without it."""
    at_fault = _at_fault(why)
    names = [move.name for move in request.moves]
    reasons = {name: str(why) if at_fault in (name, None) else BESIDE_THE_POINT for name in names}
    return _answer(request, reasons, why.lines if isinstance(why, Unsound) else ())


def _at_fault(why: Refused) -> str | None:
    if isinstance(why, RefMoved):
        return why.name
    return why.ref if isinstance(why, Unsound) else None


def _answer(request: PushRequest, reasons: dict[str, str], lines: Iterable[str]) -> bytes:
    # Why is told of each ref: "unpack ok" keeps git from saying it of all of them once more.
    said = ["unpack ok", *(_told(move.name, reasons.get(move.name)) for move in request.moves)]
    report = b"".join(packet(f"{line}\n".encode(errors="surrogateescape")) for line in said) + FLUSH
    if "side-band-64k" not in request.speaks:
        return report if "report-status" in request.speaks else b""
    shown = "".join(f"{line}\n" for line in _shown(list(lines))).encode()
    beside = on_band(REPORT, report) if "report-status" in request.speaks else b""
    return on_band(PROGRESS, shown) + beside + FLUSH


def _told(name: str, reason: str | None) -> str:
    return f"ok {name}" if reason is None else f"ng {name} {_harmless(reason)}"


def _shown(lines: list[str]) -> list[str]:
    more = len(lines) - MOST_LINES
    return [*map(_harmless, lines[:MOST_LINES]), *([f"... and {more} more"] if more > 0 else [])]


def _harmless(line: str) -> str:
    """Names of files are whatever somebody called them: nothing of it shall speak to a terminal."""
    return "".join(each if each.isprintable() else "?" for each in line)[:LONGEST_LINE]
