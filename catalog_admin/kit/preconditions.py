"""If-Match as a type in an endpoint's signature: which state the caller decided on."""

from typing import Annotated

from fastapi import Depends, Header

from catalog_admin.kit.etags import Expected, RevisionMissing, Unseen


def _expected(if_match: Annotated[str | None, Header()] = None) -> Expected:
    if if_match is None or not if_match.strip():
        raise RevisionMissing("send If-Match with the ETag of the state you decided on")
    return Expected(if_match)


def _expected_if_given(if_match: Annotated[str | None, Header()] = None) -> Expected:
    return Expected(if_match or "*")


def _expected_unless_new(if_match: Annotated[str | None, Header()] = None) -> Expected:
    return Expected(if_match) if if_match and if_match.strip() else Unseen()


# A change of what is there; a PUT that may also make it; an action that may be told what it was decided on.
IfMatch = Annotated[Expected, Depends(_expected)]
IfMatchUnlessNew = Annotated[Expected, Depends(_expected_unless_new)]
IfMatchGiven = Annotated[Expected, Depends(_expected_if_given)]
