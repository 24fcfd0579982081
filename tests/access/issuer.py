"""An identity provider on 127.0.0.1: discovery, JWKS, keys that rotate, and a count of how often it was asked."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

AUDIENCE = "catalog-admin"
Key = RSAKey | ECKey | OKPKey | OctKey


class Issuer:
    def __init__(self) -> None:
        self.keys: dict[str, Key] = {}
        self.asked = 0
        self.is_away = False
        self.answers = Event()  # cleared: takes the request and says nothing
        self.answers.set()
        self.url = ""

    def add_key(self, kid: str, key: Key) -> Key:
        self.keys[kid] = key
        return key

    def jwks(self) -> dict[str, Any]:
        return {
            "keys": [
                {**key.as_dict(private=isinstance(key, OctKey)), "kid": kid, "use": "sig"}
                for kid, key in self.keys.items()
            ]
        }

    def token(self, kid: str = "first", alg: str = "ES256", *, key: Key | None = None, **changes: Any) -> str:
        """A good token but for the changes; a claim changed to None is left out."""
        now = int(time.time())
        good = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "tess",
            "iat": now,
            "exp": now + 300,
            "tenant": "acme",
            "roles": ["viewer"],
        }
        claims = {name: value for name, value in (good | changes).items() if value is not None}
        return jwt.encode({"alg": alg, "kid": kid}, claims, key or self.keys[kid], algorithms=[alg])


@contextmanager
def running_issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    issuer.add_key("first", ECKey.generate_key("P-256"))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked += 1
            issuer.answers.wait()
            documents = {
                "/.well-known/openid-configuration": {"issuer": issuer.url, "jwks_uri": f"{issuer.url}/jwks"},
                "/jwks": issuer.jwks(),
            }
            found = None if issuer.is_away else documents.get(self.path)
            body = json.dumps(found).encode()
            self.send_response(200 if found else 503)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield issuer
    finally:
        issuer.answers.set()
        server.shutdown()
        thread.join()
        server.server_close()
