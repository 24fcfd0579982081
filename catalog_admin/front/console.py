"""Serves the web console's files, which tools/console.py built; every other address below is a page of the console.

Files named by their content are kept for ever, the page that names them is asked for anew each time.
"""

from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

PLACE = "/console"
BUILT = Path(__file__).parents[1] / "_console"
# Styles are inline because antd writes them while the page runs; scripts never are.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


def is_built() -> bool:
    return (BUILT / "index.html").is_file()


class Console:
    """Knows its files from the start: an address can name these and no others, whatever dots it holds."""

    def __init__(self, built: Path = BUILT) -> None:
        files = (file for file in built.rglob("*") if file.is_file() and file.suffix != ".gz" and file.name[0] != ".")
        self._files = {file.relative_to(built).as_posix(): file for file in files if ".vite" not in file.parts}
        self._tags = {name: f'"{sha256(file.read_bytes()).hexdigest()[:16]}"' for name, file in self._files.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Starlette leaves the whole path in the scope; below a mount ours begins after root_path.
        path = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        await self._answer(scope["method"], path, Headers(scope=scope))(scope, receive, send)

    def _answer(self, method: str, path: str, asked: Headers) -> Response:
        if method not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        name = path if path in self._files else self._page(path)
        tag = self._tags[name]
        kept = FOR_EVER if name.startswith("assets/") else ASK_AGAIN
        headers = {**HEADERS, "ETag": tag, "Cache-Control": kept, "Vary": "Accept-Encoding"}
        if asked.get("if-none-match") in (tag, f"W/{tag}"):
            return Response(status_code=304, headers=headers)
        return self._file(name, asked, headers)

    def _page(self, path: str) -> str:
        """A page of the console is its index, whatever its address; a file that is not there is not a page."""
        if path.startswith("assets/") or PurePosixPath(path).suffix in (".js", ".css", ".map", ".svg", ".json"):
            raise HTTPException(404, "there is no such file")
        return "index.html"

    def _file(self, name: str, asked: Headers, headers: dict[str, str]) -> Response:
        file = self._files[name]
        kind = guess_type(name)[0] or "application/octet-stream"
        packed = file.with_name(file.name + ".gz")
        if "gzip" in asked.get("accept-encoding", "") and packed.is_file():
            return FileResponse(packed, media_type=kind, headers={**headers, "Content-Encoding": "gzip"})
        return FileResponse(file, media_type=kind, headers=headers)
