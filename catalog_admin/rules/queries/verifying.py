"""Whether the log of the repository holds, in itself and against what was told outside."""

from collections.abc import Iterable
from dataclasses import replace

from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.connection import driver_of
from catalog_admin.rules.model import REPOSITORY
from catalog_admin.rules.refusals import in_our_words
from rulestore.model import Position, Repo
from rulestore.refs import find_repository
from rulestore.verifying import Verdict, held_against, verify


def log_of(reads: Reads | Work) -> Repo:
    """Raises NoRepository."""
    with in_our_words():
        return find_repository(driver_of(reads), reads.tenant, REPOSITORY)


def verify_log(
    reads: Reads | Work, *, after: int = 0, limit: int | None = None, told: Iterable[Position] = ()
) -> Verdict:
    """With the first fault of both. Raises NoRepository, RevisionNotFound for an `after` that never was."""
    repo, raw = log_of(reads), driver_of(reads)
    with in_our_words("/after"):
        verdict = verify(raw, repo, after=after, most=limit)
    faults = [each for each in (verdict.fault, held_against(raw, repo, told)) if each is not None]
    return replace(verdict, fault=min(faults, key=lambda each: (each.txn_no, each.seq), default=None))
