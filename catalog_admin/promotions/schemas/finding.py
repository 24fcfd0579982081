"""The words of search."""

from typing import Annotated, Self

from pydantic import Field

from catalog_admin.kit.words import Words
from catalog_admin.promotions.finding import Found, Kind


class FoundOut(Words):
    """`id`: a node's id, a digest, else the key. `path` is that of a node in its catalog."""

    id: str
    title: str
    context: Annotated[str, Field(description="Where it stands, as people read it.")]
    catalog: str | None
    path: str | None


class FoundKind(Words):
    kind: Kind
    items: list[FoundOut]
    is_cut: Annotated[bool, Field(description="There are more of this kind.")]


class FoundEverywhere(Words):
    """By kind, those of which something was found."""

    kinds: list[FoundKind]

    @classmethod
    def of(cls, found: dict[Kind, list[Found]], limit: int) -> Self:
        return cls(
            kinds=[
                FoundKind(
                    kind=kind,
                    items=[FoundOut.model_validate(each, extra="ignore") for each in items[:limit]],
                    is_cut=len(items) > limit,
                )
                for kind, items in found.items()
                if items
            ]
        )
