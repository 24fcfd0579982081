"""The tenant's repository in a transaction that is open already: what lands is committed with everything else in it."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import psycopg

from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.connection import driver_of
from catalog_admin.rules.founding import found_repository
from catalog_admin.rules.model import REPOSITORY
from catalog_admin.rules.refusals import in_our_words
from rulestore.errors import NoSuchRepository
from rulestore.mirror import Mirrors
from rulestore.model import Repo
from rulestore.refs import find_repository
from rulestore.store import Store


@contextmanager
def reading(transaction: Reads | Work, mirrors: Mirrors) -> Iterator[Store]:
    """Raises NoRepository where nothing was ever changed, and whatever the store refuses inside, in our words."""
    raw = driver_of(transaction)
    with in_our_words():
        repo = find_repository(raw, transaction.tenant, REPOSITORY)
        yield Store(mirrors, repo, lambda: nullcontext(raw), lambda: nullcontext(raw))


@contextmanager
def writing(work: Work, mirrors: Mirrors) -> Iterator[Store]:
    """The same to change it; makes the repository of a tenant that was founded before there were any."""
    raw = driver_of(work)

    @contextmanager
    def part() -> Iterator[psycopg.Connection]:
        """A savepoint: who was second tries once more within the same transaction."""
        with raw.transaction():
            yield raw

    with in_our_words():
        yield Store(mirrors, _there(work, raw), lambda: nullcontext(raw), part, work.after_commit)


def _there(work: Work, raw: psycopg.Connection) -> Repo:
    try:
        return find_repository(raw, work.tenant, REPOSITORY)
    except NoSuchRepository:
        return found_repository(work)
