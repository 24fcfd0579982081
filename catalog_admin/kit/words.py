"""The ground under all request and response words: camelCase outside, strict about what it does not know."""

from datetime import datetime
from typing import Annotated, Any

import annotated_types
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints
from pydantic.alias_generators import to_camel

from catalog_admin.kit.instants import within_time

# What a path label may be (product.md): short, ASCII, safe in ltree, URLs and files.
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,63}$")]
# Free keys of products, plans and references that come from other systems.
ForeignKey = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\s\x00-\x1f/][^\x00-\x1f/]*$")]
Tags = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=100)]], annotated_types.MaxLen(100)]
# A text in several languages: {"en": "Sensors", "fr": "Capteurs"}.
Localised = dict[Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")], str]

Instant = Annotated[AwareDatetime, AfterValidator(within_time)]
# As in a query string: without a zone it is meant in UTC.
InstantOrDate = Annotated[datetime, AfterValidator(within_time)]


class Words(BaseModel):
    """Unknown members are refused: a misspelt field must not be silently lost."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        allow_inf_nan=False,
        from_attributes=True,
    )


def said(words: Words) -> dict[str, Any]:
    """Only what the caller said, under our own names: the difference between absent and null."""
    return words.model_dump(exclude_unset=True)
