"""A process that commits: `python -m tests.rulestore.writer URL TENANT PLACE NAME COUNT [beside|landed]`.

Says each commit once it has landed; the last word names the moment at which it kills itself.
"""

import os
import signal
import sys
from pathlib import Path
from uuid import UUID

from rulestore import picking
from rulestore.changing import Edit
from rulestore.mirror import Mirror
from tests.rulestore.desk import MAIN, SAID, signed
from tests.rulestore.real import Real


def main(url: str, tenant: str, place: str, name: str, count: str, death: str = "") -> None:
    store = Real(url, "", UUID(tenant), Path(place)).store()
    if death == "landed":
        Mirror.take = die  # type: ignore[method-assign]  # what comes next after COMMIT
    for nr in range(int(count)):
        build = picking.edits_of([Edit(f"{name}/{nr:05}.json", f"{name} {nr}\n".encode())], signed(f"{name} {nr}"))
        advanced = store.advance(MAIN, build, SAID, beside=die if death == "beside" else None)
        print(advanced.commit.hex(), flush=True)  # noqa: T201 - that is how it is heard


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
