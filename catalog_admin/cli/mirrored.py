"""What commands on the rule repository have in common."""

from typing import Annotated

import typer

from catalog_admin.settings import Settings
from rulestore.mirror import Mirrors

AtOption = Annotated[str, typer.Option("--at", help="A branch, a tag, or a commit.")]
BelowOption = Annotated[str, typer.Option(help="A folder, or one file.")]
BranchOption = Annotated[str, typer.Option("--branch", "-b", help="The branch that the change is made on.")]
MessageOption = Annotated[str, typer.Option("--message", "-m", help="What the change is for.")]
RuleFileArgument = Annotated[str, typer.Argument(metavar="PATH", help="A file of the repository.")]


def mirrors() -> Mirrors:
    return Mirrors(Settings().mirrors_lie_in)
