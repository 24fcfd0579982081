"""Routes for whoever writes a rule: is this one, what can it read, which values are there."""

from typing import Annotated

from fastapi import APIRouter, Query

from catalog_admin.catalogs import queries, rate_plans
from catalog_admin.catalogs.schemas.rule_language import LanguageOut, ParsedOut, ParseIn, ValuesOut
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import GoodsReader, Reads, Viewer
from catalog_admin.predicates.drafting import read_draft

router = APIRouter(prefix="/commerce/rules", tags=["rules"], route_class=ExactRoute)


@router.post("/parse", responses=refuses(), operation_id="parseRule")
def parse_rule(body: ParseIn, actor: Viewer, reads: Reads) -> ParsedOut:
    """Both notations of a condition, or what is wrong with it and where; a rule that is none is an answer, no error."""
    return ParsedOut.of(read_draft(body.source, rate_plans.scope(reads)))


@router.get("/language", responses=refuses(), operation_id="readRuleLanguage")
def read_rule_language(actor: Viewer, reads: Reads) -> LanguageOut:
    """The names in reach of a rule and the operators it may use, for editors that complete and check."""
    return LanguageOut.of(rate_plans.scope(reads))


@router.get("/values", responses=refuses(), operation_id="countRuleValues")
def count_rule_values(
    attribute: str,
    actor: GoodsReader,
    reads: Reads,
    search: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> ValuesOut:
    """What rate plans say under this name, the most frequent first."""
    return ValuesOut.of(queries.values_of(reads, attribute, search, limit))
