"""An environment is a row that says which release it serves."""

from dataclasses import dataclass
from datetime import datetime

from catalog_admin.kit.ids import EnvironmentId

DEFAULT_KEY = "dev"


@dataclass(frozen=True)
class Environment:
    """`generation` grows with every move, so a consumer notices a return to an earlier release."""

    id: EnvironmentId
    key: str
    is_default: bool
    release_digest: bytes | None
    generation: int
    created_at: datetime


@dataclass(frozen=True)
class Serving:
    """What an environment answers with; no digest: nothing was published yet."""

    release_digest: bytes | None
    generation: int
