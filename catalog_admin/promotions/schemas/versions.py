"""The words of the list of versions."""

from typing import Annotated, Self

from pydantic import Field

from catalog_admin.kit.paging import Page
from catalog_admin.kit.words import Words
from catalog_admin.promotions.listing import Listed
from catalog_admin.publishing.schemas import PublicationOut


class ListedOut(PublicationOut):
    is_served: Annotated[bool, Field(description="The environment answers with this version now.")]
    was_served: Annotated[bool, Field(description="It does or once did; only to such a version one can roll back.")]
    served_in: Annotated[list[str], Field(description="The environments that answer with it now, as far as you may.")]

    @classmethod
    def listed(cls, said: Listed) -> Self:
        served = {"is_served": said.is_served, "was_served": said.was_served, "served_in": list(said.served_in)}
        return cls(**PublicationOut.of(said.publication).model_dump(), **served)


class ListedPage(Words):
    items: list[ListedOut]
    next: str | None

    @classmethod
    def of(cls, page: Page[Listed]) -> Self:
        return cls(items=[ListedOut.listed(each) for each in page.items], next=page.next)
