"""Routes of the rules of nodes."""

from uuid import UUID

from fastapi import APIRouter, Response

from catalog_admin.catalogs import commands, queries, rate_plans
from catalog_admin.catalogs.commands.rulesets import checked_masks, checked_rules
from catalog_admin.catalogs.errors import PreviewTooWide, RulesetNotFound
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.catalogs.model.ruleset import Mask, Rule, Ruleset
from catalog_admin.catalogs.schemas.previews import EffectsOut, MovesOut, PreviewIn, PreviewOut, SampleOut
from catalog_admin.catalogs.schemas.rules import InheritedOut, InheritedRulesOut, RuleOut, RulesetIn, RulesetOut
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.etags import etag
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import GoodsReader, Reads, RuleAuthor, Viewer, Work
from catalog_admin.kit.preconditions import IfMatch, IfMatchUnlessNew

# A few seconds of one core: a hundred shelves of a million rate plans.
MOST_JUDGEMENTS = 100_000_000

router = APIRouter(prefix="/commerce", tags=["rules"], route_class=ExactRoute)


@router.get("/nodes/{id}/rule", responses=refuses(404), operation_id="readRule")
def read_rule(id: UUID, actor: Viewer, reads: Reads, response: Response) -> RulesetOut:
    _, node = queries.node(reads, id)
    ruleset = queries.ruleset_of(reads, id)
    if ruleset is None:
        raise RulesetNotFound(f"{node.path or 'the root'} has no rules")
    response.headers["ETag"] = etag(ruleset.version)
    return RulesetOut.of(ruleset)


@router.put("/nodes/{id}/rule", responses=refuses(404, 412, 428), operation_id="putRule")
def put_rule(
    id: UUID, body: RulesetIn, actor: RuleAuthor, work: Work, expected: IfMatchUnlessNew, response: Response
) -> RulesetOut:
    """Replaces the node's rules; their version grows."""
    ruleset = commands.put_ruleset(work, id, body.said_rules(), body.said_masks(), expected)
    response.headers["ETag"] = etag(ruleset.version)
    return RulesetOut.of(ruleset)


@router.delete("/nodes/{id}/rule", status_code=204, responses=refuses(404, 412, 428), operation_id="deleteRule")
def delete_rule(id: UUID, actor: RuleAuthor, work: Work, expected: IfMatch) -> None:
    """The node becomes static: what was put there by hand stays."""
    commands.delete_ruleset(work, id, expected)


@router.get("/nodes/{id}/rule/inherited", responses=refuses(404), operation_id="readInheritedRules")
def read_inherited_rules(id: UUID, actor: Viewer, reads: Reads) -> InheritedRulesOut:
    """The exclude rules of the node's ancestors: which of them stand here, and which a mask may lift."""
    catalog, node = queries.node(reads, id)
    return InheritedRulesOut(items=[InheritedOut.of(each) for each in queries.inherited_rules(reads, catalog, node)])


@router.post("/rules/preview", responses=refuses(404, 409, 413), operation_id="previewRule")
def preview_rule(body: PreviewIn, actor: GoodsReader, reads: Reads) -> PreviewOut:
    """What PUT …/rule with the same rules would do to the shelf and to those below it; saves nothing."""
    node, rules, masks = _place(reads, body)
    ruleset = Ruleset(node.id, 0, rules, masks)
    instant = body.instant or reads.now
    out = PreviewOut(instant=instant, rules=[RuleOut.of(rule) for rule in rules])
    if body.sample_rate_plan_ids is not None:
        found = queries.sample(reads, node, ruleset, body.sample_rate_plan_ids, instant)
        out.samples = [SampleOut.previewed(each, node.path, rules) for each in found]
    else:
        out.effects = _effects(queries.Preview(reads, node, ruleset, instant), body)
    return out


def _effects(preview: queries.Preview, body: PreviewIn) -> EffectsOut | MovesOut:
    """Counted on the first page only: it takes all shelves, where a page takes the few that it is about."""
    if preview.judgements > MOST_JUDGEMENTS:
        raise PreviewTooWide(
            f"{preview.judgements:,} times a rate plan would be judged on a shelf; at most {MOST_JUDGEMENTS:,}",
            suggestion="preview a node further down, or use `catalog-admin rule preview`",
            requested=preview.judgements,
            maximum=MOST_JUDGEMENTS,
        )
    moved = preview.moved(body.show, body.after, body.limit, body.search)
    return EffectsOut.of(preview.effects(), moved) if body.after is None else MovesOut.told(moved)


def _place(reads: Reads, body: PreviewIn) -> tuple[Node, tuple[Rule, ...], tuple[Mask, ...]]:
    rules = checked_rules(reads, body.said_rules(), rate_plans.scope(reads))
    if body.node_id is not None:
        catalog, node = queries.node(reads, body.node_id)
    elif body.catalog_id is not None:
        catalog = queries.catalog(reads, body.catalog_id)
        node = queries.node_at(reads, catalog, "")
    else:
        return queries.NOWHERE, rules, ()
    return node, rules, checked_masks(reads, catalog, node, body.said_masks(), queries.ruleset_of(reads, node.id))
