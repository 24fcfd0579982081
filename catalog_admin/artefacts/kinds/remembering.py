"""Files that were read last in this process: of a tree all but a few are as they were the last time.

What a file says follows from its path and its bytes alone, so nothing here can grow stale; and nobody writes into
the value of an artefact.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from catalog_admin.artefacts.kinds.model import Artefact

MOST_BYTES = 16 * 1024 * 1024  # of the files; what is made of them takes several times as much
Read = Callable[[str, bytes], Artefact]


class Remembering:
    """Reads each file once, as long as it is among the last."""

    def __init__(self, read: Read, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self._read = read
        self._known: OrderedDict[tuple[str, bytes], Artefact] = OrderedDict()
        self._lock = Lock()

    def __call__(self, path: str, content: bytes) -> Artefact:
        key = (path, content)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        artefact = self._read(path, content)
        self._keep(key, artefact)
        return artefact

    def _keep(self, key: tuple[str, bytes], artefact: Artefact) -> None:
        with self._lock:
            if key in self._known:
                return
            self._known[key] = artefact
            self.bytes += len(artefact.content)
            while self.bytes > self.most_bytes:
                self.bytes -= len(self._known.popitem(last=False)[1].content)
