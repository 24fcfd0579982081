"""A connection from the pool is asked whether it lives where there is reason to, and only there."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from catalog_admin.kit import pings, schema
from catalog_admin.kit.pings import ask_seldom


@pytest.fixture
def engine(admin_url: str) -> Iterator[Engine]:
    engine = create_engine(schema.sqlalchemy_url(admin_url), pool_pre_ping=True, pool_size=1, max_overflow=0)
    yield engine
    engine.dispose()


def asked(engine: Engine) -> list[int]:
    """Grows with every question."""
    seen: list[int] = []
    ask = engine.dialect.do_ping

    def note(connection: object) -> bool:
        seen.append(1)
        return ask(connection)  # type: ignore[arg-type]

    engine.dialect.do_ping = note  # type: ignore[method-assign]
    ask_seldom(engine)
    return seen


def who(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text("SELECT pg_backend_pid()")) or 0)


def test_one_that_was_in_use_a_moment_ago_is_not_asked(engine: Engine) -> None:
    seen = asked(engine)
    assert who(engine) == who(engine)
    assert not seen


def test_one_that_has_rested_is_asked(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = asked(engine)
    who(engine)
    monkeypatch.setattr(pings, "MOMENT_SECONDS", 0.0)
    who(engine)
    assert len(seen) == 1


def test_one_whose_server_has_hung_up_is_replaced_at_once(engine: Engine, admin_url: str) -> None:
    asked(engine)
    cut = who(engine)
    admin = create_engine(schema.sqlalchemy_url(admin_url))
    with admin.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": cut})
    admin.dispose()
    assert who(engine) != cut
