"""Secrets are named, never written: a setting says where one lies, and it is read when it is used."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from catalog_admin.kit.errors import Unavailable


class SecretMissing(Unavailable):
    """What a reference to a secret names is not there, cannot be read, or is empty."""

    code = "kit.secret_missing"


@dataclass(frozen=True)
class SecretReference:
    """`env://NAME` or `file:///path`. Raises ValueError for anything else, which it does not repeat."""

    text: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.text)
        is_variable = parts.scheme == "env" and bool(parts.netloc) and not parts.path
        is_file = parts.scheme == "file" and not parts.netloc and len(parts.path) > 1
        if not (is_variable or is_file) or parts.query or parts.fragment:
            raise ValueError("not a reference to a secret: env://NAME or file:///path, never the secret itself")

    def value(self) -> str:
        """Read anew each time, so that a secret can be replaced while we run. Raises SecretMissing."""
        parts = urlsplit(self.text)
        found = os.environ.get(parts.netloc, "") if parts.scheme == "env" else _read(Path(unquote(parts.path)))
        if not found:
            raise SecretMissing(f"there is no secret at {self.text}")
        return found


def _read(file: Path) -> str:
    """Editors end a file with a line break, which belongs to no secret."""
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        return ""
