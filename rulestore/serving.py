"""What a clone or a fetch needs: a mirror with its refs as they are now, and git's own program that speaks from it.

The program is `git upload-pack`, which says by itself what versions, depths and filters it knows. Whoever starts it
sees to it that it ends.
"""

import re
from pathlib import Path

from rulestore.programs import environment
from rulestore.refs import snapshot
from rulestore.store import Store

PROTOCOL = re.compile(r"[a-z0-9=:.-]{1,64}")


def fresh(store: Store) -> Path:
    """The mirror, no older than this call. Raises NoSuchRepository."""
    for is_last in (False, True):
        with store.reading() as connection:
            refs, at = snapshot(connection, store.repo)
        store.mirror.bring(store.reading, at)
        # Behind what is written, with a snapshot from after that: then it was written of another past.
        if store.mirror.write_refs(refs, at, anyway=is_last):
            break
    return store.mirror.path


def upload_pack(mirror: Path, *, is_advertised: bool) -> list[str]:
    """The command: it reads one request and writes one answer, or writes what there is to be asked for."""
    thrift = ("-c", "pack.threads=1", "-c", "pack.windowMemory=64m", "-c", "pack.deltaCacheSize=64m")
    # Patterns of which files to leave out would be read from a file, and held against every path.
    filters = ("-c", "uploadpackfilter.sparse:oid.allow=false")
    how = ("--stateless-rpc", *(["--http-backend-info-refs"] if is_advertised else []))
    return ["git", *thrift, *filters, "upload-pack", "--strict", *how, str(mirror)]


def upload_environment(protocol: str) -> dict[str, str]:
    """`protocol` is what the client's header says of the versions it speaks."""
    return environment({"GIT_PROTOCOL": protocol} if PROTOCOL.fullmatch(protocol) else {})
