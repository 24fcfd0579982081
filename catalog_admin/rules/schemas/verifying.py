"""What is said of the log of the repository."""

from typing import Self

from catalog_admin.kit.words import Words
from rulestore.verifying import Verdict


class LogFaultOut(Words):
    """The first move that does not hold, or may not: by its transaction, and its place in that."""

    transaction: int
    entry: int
    reason: str


class LogVerdictOut(Words):
    """`chain` is the head at `transaction`, as far as it holds: worth writing down elsewhere."""

    whole: bool
    complete: bool
    checked: int
    transaction: int
    chain: str
    fault: LogFaultOut | None

    @classmethod
    def of(cls, verdict: Verdict) -> Self:
        fault = verdict.fault
        return cls(
            whole=fault is None,
            complete=verdict.is_complete,
            checked=verdict.checked,
            transaction=verdict.at.txn_no,
            chain=verdict.at.chain.hex(),
            fault=LogFaultOut(transaction=fault.txn_no, entry=fault.seq, reason=fault.reason) if fault else None,
        )
