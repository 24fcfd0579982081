"""The words of /tenant."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from catalog_admin.kit.words import Words

ClaimValue = str | int | bool | list[str | int]


class TenantOut(Words):
    key: str
    name: str
    anonymous_claims: dict[str, Any]
    anonymous_environments: list[str]
    created_at: datetime


class TenantChange(Words):
    name: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)] = Field(default="")
    anonymous_claims: Annotated[
        dict[str, ClaimValue],
        Field(description="What a reader without a token is taken to be: segment, channel, tier, …", max_length=50),
    ] = Field(default_factory=dict)
    anonymous_environments: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]],
        Field(description="Environments that answer readers without a token; empty: none.", max_length=50),
    ] = Field(default_factory=list)
