"""Between catalogs and the repository: who refers to a file, and what a catalog refers to."""

from typing import Annotated

from fastapi import APIRouter, Query

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import Reads, TenantReads, TenantViewer, Viewer
from catalog_admin.kit.words import Key
from catalog_admin.rules import queries
from catalog_admin.rules.api.asked import Limit, Revision, TheMirrors
from catalog_admin.rules.model import MAIN
from catalog_admin.rules.schemas.references import RuleReferenceOut, RuleReferencesOut
from catalog_admin.rules.schemas.uses import RuleUsesOut

FileQuery = Annotated[
    str,
    Query(
        min_length=1,
        max_length=400,
        description="As in predicates/top-shelf.json; its ending may be left out, of a predicate all but its id.",
    ),
]

router = APIRouter(tags=["rule repository"], route_class=ExactRoute)


@router.get("/rules/uses", operation_id="readRuleUses", responses=refuses(404, 413))
def read_rule_uses(
    file: FileQuery,
    actor: TenantViewer,
    reads: TenantReads,
    mirrors: TheMirrors,
    at: Revision = MAIN,
    limit: Limit = 50,
    after: str | None = None,
) -> RuleUsesOut:
    """Who uses the file: other files of a revision, rules of nodes in all environments, and what is served there."""
    return RuleUsesOut.of(queries.uses(reads, mirrors, file, at, limit=limit, after=after))


@router.get("/commerce/catalogs/{key}/rule-references", operation_id="readRuleReferences", responses=refuses(404))
def read_rule_references(key: Key, actor: Viewer, reads: Reads, mirrors: TheMirrors) -> RuleReferencesOut:
    """What the draft takes from the rule repository, and what has changed there since the newest publication."""
    found = queries.references_of(reads, mirrors, key)
    return RuleReferencesOut(items=[RuleReferenceOut.of(each) for each in found])
