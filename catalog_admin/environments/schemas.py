"""The words of /environments."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import StringConstraints

from catalog_admin.environments.model import Environment
from catalog_admin.kit.words import Words

EnvironmentKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class EnvironmentIn(Words):
    key: EnvironmentKey


class EnvironmentOut(Words):
    key: str
    is_default: bool
    release_digest: str | None
    generation: int
    created_at: datetime

    @classmethod
    def of(cls, environment: Environment) -> Self:
        digest = environment.release_digest
        return cls(
            key=environment.key,
            is_default=environment.is_default,
            release_digest=digest.hex() if digest else None,
            generation=environment.generation,
            created_at=environment.created_at,
        )


class EnvironmentPage(Words):
    items: list[EnvironmentOut]
    next: str | None
