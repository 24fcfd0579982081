"""What a program says reaches its reader in order, wherever it waited meanwhile."""

import os
from pathlib import Path

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.rules.git import spool
from catalog_admin.rules.git.spool import Spool

LONG = 15.0


@settings(max_examples=40, deadline=None)
@given(sizes=st.lists(st.integers(1, 40), max_size=30), pauses=st.lists(st.integers(0, 3), max_size=60))
def test_all_of_it_comes_in_order(sizes: list[int], pauses: list[int]) -> None:
    """However much of it fits into memory, however seldom it is read."""
    said, taken, waits = [os.urandom(size) for size in sizes], bytearray(), iter(pauses)

    async def pause() -> None:
        for _ in range(next(waits, 0)):
            await anyio.sleep(0)

    async def put(place: Spool) -> None:
        for each in said:
            await place.put(each)
            await pause()
            if place.is_full:
                await place.emptied()
        place.end()

    async def both() -> None:
        with Spool(most=100) as place, anyio.fail_after(LONG):
            async with anyio.create_task_group() as group:
                group.start_soon(put, place)
                async for piece in place.pieces():
                    taken.extend(piece)
                    await pause()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "MEMORY_BYTES", 50)
        patch.setattr(spool, "PIECE_BYTES", 16)
        anyio.run(both)
    assert bytes(taken) == b"".join(said)


async def test_who_keeps_up_makes_no_file() -> None:
    with Spool(most=100) as place:
        pieces = place.pieces()
        for _ in range(5):
            await place.put(bytes(spool.MEMORY_BYTES))
            assert len(await anext(pieces)) == spool.MEMORY_BYTES
        assert place._file is None


async def test_its_file_has_no_name_and_goes_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Spool(most=100) as place:
        await place.put(bytes(spool.MEMORY_BYTES + 1))
        assert place.is_full
        assert place._file is not None
        file = place._file
        assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(file)
