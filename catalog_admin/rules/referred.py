"""What catalogs refer to is not taken away under them: not the branch, and not a file on it."""

from collections.abc import Collection

from catalog_admin.kit.work import Work
from catalog_admin.rules.errors import StillReferred
from catalog_admin.rules.using import Use, every_use

TOLD = 100


def refuse_while_referred(work: Work, branch: str, gone: Collection[str] | None = None) -> None:
    """None: the whole branch is to go. Raises StillReferred for rules of any draft of this tenant."""
    if gone is not None and not gone:
        return
    left = [each for each in every_use(work) if each.at == branch and (gone is None or each.file in gone)]
    if not left:
        return
    first = left[0]
    what = f"branch {branch}" if gone is None else f"file {first.file} on {branch}"
    raise StillReferred(
        f"the rule {first.rule} of {_place(first)} refers to the {what}"
        + (f", and {len(left) - 1} more do" if len(left) > 1 else ""),
        suggestion="let these rules say the condition themselves, or refer to a commit",
        count=len(left),
        rules=[
            {"environment": each.environment, "catalog": each.catalog, "path": each.path, "rule": each.rule}
            for each in left[:TOLD]
        ],
    )


def _place(use: Use) -> str:
    return f"{use.catalog}{'/' + use.path if use.path else ''} in {use.environment}"
