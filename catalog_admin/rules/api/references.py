"""Between catalogs and the repository: who refers to a file, and what a catalog refers to."""

from typing import Annotated

from fastapi import APIRouter, Query

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import Reads, TenantReads, TenantViewer, Viewer
from catalog_admin.kit.words import Key
from catalog_admin.rules import queries
from catalog_admin.rules.api.asked import TheMirrors
from catalog_admin.rules.schemas.references import RuleReferenceOut, RuleReferencesOut, RuleUsesOut

FileQuery = Annotated[str, Query(min_length=1, max_length=400, description="As in predicates/top-shelf.json.")]

router = APIRouter(tags=["rule repository"], route_class=ExactRoute)


@router.get("/rules/uses", operation_id="readRuleUses", responses=refuses())
def read_rule_uses(file: FileQuery, actor: TenantViewer, reads: TenantReads) -> RuleUsesOut:
    """The rules of nodes, in all environments, that refer to this file; and the catalogs that published it."""
    return RuleUsesOut.of(file, queries.uses(reads, file), queries.published_uses(reads, file))


@router.get("/commerce/catalogs/{key}/rule-references", operation_id="readRuleReferences", responses=refuses(404))
def read_rule_references(key: Key, actor: Viewer, reads: Reads, mirrors: TheMirrors) -> RuleReferencesOut:
    """What the draft takes from the rule repository, and what has changed there since the newest publication."""
    found = queries.references_of(reads, mirrors, key)
    return RuleReferencesOut(items=[RuleReferenceOut.of(each) for each in found])
