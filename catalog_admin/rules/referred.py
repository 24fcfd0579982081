"""What catalogs refer to is not taken away under them; and a branch may demand that it stays of use to them."""

from typing import Any

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.faults import ERRORS_TOLD
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules import store
from catalog_admin.rules.checking import told
from catalog_admin.rules.errors import ReferencesBroken, StillReferred
from catalog_admin.rules.model import Broken, Unusable
from catalog_admin.rules.using import Use, every_use

TOLD = 100
HINT = "let these rules say the condition themselves, or refer to a commit"


def refuse_while_referred(work: Work, branch: str) -> None:
    """The whole branch is to go. Raises StillReferred for rules of any draft of this tenant."""
    left = [each for each in every_use(work) if each.at == branch]
    if not left:
        return
    first = left[0]
    place = f"{first.catalog}{'/' + first.path if first.path else ''} in {first.environment}"
    raise StillReferred(
        f"the rule {first.rule} of {place} refers to the branch {branch}"
        + (f", and {len(left) - 1} more do" if len(left) > 1 else ""),
        suggestion=HINT,
        count=len(left),
        rules=[_rule(each) for each in left[:TOLD]],
    )


def refuse_broken(tx: Reads | Work, branch: str, broken: Broken, *, merges: bool) -> None:
    """Raises StillReferred where a file goes that a draft refers to; ReferencesBroken where a merge may break none."""
    gone = broken.keeping_out
    if gone or broken.untold_errors:
        raise _still_referred(branch, gone, broken.untold_errors)
    if merges and (broken.told or broken.untold) and store.demands_of(tx, branch).references_hold:
        raise _references_broken(branch, broken)


def _still_referred(branch: str, gone: list[Unusable], untold: int) -> Refusal:
    count = len(gone) + untold
    if not gone:
        said = f"{count} rules of catalogs that you may not read refer to files that would go on {branch}"
        return StillReferred(said, suggestion=HINT, count=count, rules=[], errors=[])
    said = gone[0].finding.reason.replace(" refers to it", f" refers to the file {gone[0].finding.path} on {branch}")
    return StillReferred(
        said + (f", and {count - 1} more do" if count > 1 else ""),
        suggestion=gone[0].finding.suggestion,
        count=count,
        rules=[_rule(each) for each in gone[:TOLD]],
        errors=[told(each.finding) for each in gone[:ERRORS_TOLD]],
    )


def _references_broken(branch: str, broken: Broken) -> Refusal:
    count = len(broken.told) + broken.untold
    first = broken.told[0].finding.reason if broken.told else "a rule of a catalog that you may not read is among them"
    return ReferencesBroken(
        f"{branch} demands that references hold, and {count} would not: {first}",
        suggestion=broken.told[0].finding.suggestion if broken.told else None,
        failed=count,
        errors=[told(each.finding) for each in broken.told[:ERRORS_TOLD]],
    )


def _rule(use: Use | Unusable) -> dict[str, Any]:
    return {"environment": use.environment, "catalog": use.catalog, "path": use.path, "rule": use.rule}
