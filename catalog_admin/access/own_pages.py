"""Our own address, and requests that a page of ours has sent.

A cookie comes along with every request that any page makes a browser send. So with a session's cookie the request has
to show that it began on a page of ours: by what the browser says of its origin, and by a header that another origin's
page cannot add without being asked about first.
"""

from urllib.parse import urlsplit

from fastapi import Request

from catalog_admin.access.errors import AddressNotOurs, ConsoleHeaderMissing, ForeignOrigin, ForeignSite
from catalog_admin.access.issuing import is_loopback

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PORTS = {"http": 80, "https": 443}
CONSOLE_HEADER = "X-Console"


class OwnAddress:
    """The origin that browsers know us by: as configured, else whatever name this machine calls itself by.

    A Host header is what the caller says. It decides nothing off loopback: a forged one would send authorization
    codes to a stranger.
    """

    def __init__(self, console_url: str | None) -> None:
        self._configured = None if console_url is None else origin_of(console_url)

    def of(self, request: Request) -> str:
        """Raises AddressNotOurs."""
        if self._configured is not None:
            return self._configured
        try:
            host, origin = request.url.hostname or "", origin_of(str(request.url))
        except ValueError:
            host = ""
        if not is_loopback(host):
            raise AddressNotOurs("set CONSOLE_URL to the address that browsers see")
        return origin


def origin_of(address: str) -> str:
    """As browsers write it: no default port. Raises ValueError for what is no address."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def check_sent_by_own_page(request: Request, own: str) -> None:
    """Raises ForeignSite, ForeignOrigin, ConsoleHeaderMissing; for reads too, some of which tell by their duration."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        raise ForeignSite("another site set this request off")
    if origin is not None and origin != own:
        raise ForeignOrigin("a page of another origin sent this request")
    if request.method not in SAFE and request.headers.get(CONSOLE_HEADER) != "1":
        raise ConsoleHeaderMissing(f"send the header {CONSOLE_HEADER}: 1")
