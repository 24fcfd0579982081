"""The one registry of advisory locks: who waits for whom stands here and nowhere else.

Order, to stay free of deadlocks: MIGRATION, then AUTOMATION, DEMO, FOUNDING, IMPORT, TREE, PUBLISH, and RELEASE at
last. Two trees are locked in key order.
A lock lasts until its transaction ends (MIGRATION: until its connection does); different subjects of one kind never
wait for each other.
"""

from enum import IntEnum

from sqlalchemy import text
from sqlalchemy.orm import Session

TAKE = text("SELECT pg_advisory_xact_lock(:kind, hashtext(:subject))")
TAKE_IF_FREE = text("SELECT pg_try_advisory_xact_lock(:kind, hashtext(:subject))")


class Lock(IntEnum):
    MIGRATION = 7001
    TREE = 7002
    PUBLISH = 7003
    DEMO = 7004
    IMPORT = 7005
    RELEASE = 7006
    FOUNDING = 7007
    AUTOMATION = 7008


def take(session: Session, lock: Lock, *subject: object) -> None:
    """Wait for the lock. Subjects are hashed to 32 bits: a collision costs waiting, never safety."""
    session.execute(TAKE, {"kind": int(lock), "subject": "/".join(map(str, subject))})


def take_if_free(session: Session, lock: Lock, *subject: object) -> bool:
    """The same without waiting; False if somebody has it."""
    said = {"kind": int(lock), "subject": "/".join(map(str, subject))}
    return bool(session.scalar(TAKE_IF_FREE, said))
