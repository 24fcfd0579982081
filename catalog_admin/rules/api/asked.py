"""What several routes ask for in the same words."""

from typing import Annotated, cast

from fastapi import Depends, Path, Query, Request

from catalog_admin.kit.paging import LARGEST_PAGE
from rulestore.mirror import Mirrors


def _mirrors(request: Request) -> Mirrors:
    return cast("Mirrors", request.app.state.mirrors)


TheMirrors = Annotated[Mirrors, Depends(_mirrors)]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]
Revision = Annotated[str, Query(min_length=1, max_length=250, description="A branch, a tag, or a commit.")]
BranchQuery = Annotated[str, Query(min_length=1, max_length=200, description="The branch that the change is made on.")]
CommitName = Annotated[str, Path(max_length=250, description="A commit, also by 7 or more digits, a branch, a tag.")]
BranchName = Annotated[str, Path(max_length=200, description="A branch; its slashes may stand as they are.")]
FileName = Annotated[str, Path(max_length=400, description="A file's path; its slashes may stand as they are.")]
Below = Annotated[str, Query(max_length=400, description="A folder, or one file.")]
MessageQuery = Annotated[str | None, Query(min_length=1, max_length=2000, pattern=r"\S")]
