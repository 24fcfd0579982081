"""What the draft refuses.

CatalogNotFound, NodeNotFound, RulesetNotFound, AssignmentNotFound, NoSuchPlan   404
KeyTaken, PathTaken, AdoptionTaken, ParentDeleted, NotDeleted, AnotherTree,
BrokenRule (BrokenReference)                                         409
CatalogTypeNotOffered, BadCatalog, BadType, BadPath, PathTooLong, RootFixed,
WouldCycle, ParentMissing, BadMeta, BadInterval, BadOrder, BadPlace, BadRuleset,
BadReference, UnresolvedReference, UnknownRuleKey, UnknownRatePlan, BadItem, NamedTwice, ExcludedPin,
TreeRefused, BulkRefused  422
MandatoryMask, OutOfGrant                                            403
TooManyRows                                                          413
"""

from catalog_admin.kit.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge


class CatalogNotFound(NotFound):
    """No living catalog of this key in this environment."""

    code = "catalogs.catalog_not_found"


class NodeNotFound(NotFound):
    """No living node of this id or path in this environment."""

    code = "catalogs.node_not_found"


class RulesetNotFound(NotFound):
    """The node is static: it has no ruleset."""

    code = "catalogs.ruleset_not_found"


class AssignmentNotFound(NotFound):
    """The rate plan is not assigned to the node by hand."""

    code = "catalogs.assignment_not_found"


class NoSuchPlan(NotFound):
    """No rate plan of this key in this environment."""

    code = "catalogs.no_such_plan"


class KeyTaken(Conflict):
    """A living catalog already has this key."""

    code = "catalogs.key_taken"


class PathTaken(Conflict):
    """A living node already stands at this path; `node` names it."""

    code = "catalogs.path_taken"


class AdoptionTaken(Conflict):
    """The parent that should adopt the children already has children of these keys."""

    code = "catalogs.adoption_taken"


class ParentDeleted(Conflict):
    """A node can only be restored below a living parent; `parent` names what to restore first."""

    code = "catalogs.parent_deleted"


class NotDeleted(Conflict):
    """Restoring something that is there."""

    code = "catalogs.not_deleted"


class CatalogTypeNotOffered(Invalid):
    """Only master catalogs can be created."""

    code = "catalogs.type_not_offered"


class BadCatalog(Invalid):
    """A key, a name, a locale or a currency that a catalog cannot have."""

    code = "catalogs.bad_catalog"


class BadType(Invalid):
    """The type of a node is one word of up to 100 characters."""

    code = "catalogs.bad_type"


class BadPath(Invalid):
    """Not dot-separated keys of A-Z, a-z, 0-9, `_`, `-`, up to 63 characters each."""

    code = "catalogs.bad_path"


class PathTooLong(Invalid):
    """A whole path has at most 2,000 characters."""

    code = "catalogs.path_too_long"


class ParentMissing(Invalid):
    """The path's parent, or the wanted parent, is no living node of the catalog."""

    code = "catalogs.parent_missing"


class RootFixed(Invalid):
    """A catalog's root cannot be moved, retyped or deleted on its own, nor any other node made a root."""

    code = "catalogs.root_fixed"


class WouldCycle(Invalid):
    """A node cannot move below itself."""

    code = "catalogs.would_cycle"


class BadMeta(Invalid):
    """Metadata that is not localised as it should be, too large, or has no canonical form."""

    code = "catalogs.bad_meta"


class BadInterval(Invalid):
    """active_from must lie before active_to."""

    code = "catalogs.bad_interval"


class BadOrder(Invalid):
    """A list of children that names strangers, or names one twice."""

    code = "catalogs.bad_order"


class BadPlace(Invalid):
    """A pin, a rank or a sort key that does not count."""

    code = "catalogs.bad_place"


class BadRuleset(Invalid):
    """A ruleset that cannot be meant: a key twice, no expression, two expressions."""

    code = "catalogs.bad_ruleset"


class BrokenRule(Conflict):
    """A stored rule reads an attribute that has changed or gone since; `node` and `rule` say where it stands."""

    code = "catalogs.broken_rule"


class BrokenReference(BrokenRule):
    """A rule refers to the rule repository, and what it names is gone there, or says what cannot be read here.

    `node` and `rule` say where the rule stands, `ref` what it names, `commit` where that was looked for.
    """

    code = "catalogs.broken_reference"


class BadReference(Invalid):
    """Not a predicate's file and a revision, as in predicates/top-shelf@main."""

    code = "catalogs.bad_reference"


class UnresolvedReference(Invalid):
    """The rule repository has no such condition there, or it reads what rate plans do not have; `commit` and `place`
    say where.
    """

    code = "catalogs.unresolved_reference"


class UnknownRuleKey(Invalid):
    """A mask names no exclude rule of an ancestor."""

    code = "catalogs.unknown_rule_key"


class MandatoryMask(Forbidden):
    """Only a tenant administrator masks a mandatory rule."""

    code = "catalogs.mandatory_mask"


class OutOfGrant(Forbidden):
    """None of the caller's roles reaches this catalog or subtree."""

    code = "catalogs.out_of_grant"


class UnknownRatePlan(Invalid):
    """No rate plan of this key in this environment."""

    code = "catalogs.unknown_rate_plan"


class BadItem(Invalid):
    """One item of a bulk, or one row of a tree, is not made as it should be."""

    code = "catalogs.bad_item"


class NamedTwice(Invalid):
    """A list that may name each thing once names it again."""

    code = "catalogs.named_twice"


class ExcludedPin(Invalid):
    """A rate plan that is kept out has no position."""

    code = "catalogs.excluded_pin"


class TooManyRows(TooLarge):
    """More rows than one import takes."""

    code = "catalogs.too_many_rows"


class PreviewTooWide(TooLarge):
    """More shelves, times rate plans, than are judged while somebody waits; `requested` and `maximum` say how many."""

    code = "catalogs.preview_too_wide"


class TreeRefused(Invalid):
    """Nothing of the tree was imported; `errors` says which rows are at fault, and how."""

    code = "catalogs.tree_refused"


class BulkRefused(Invalid):
    """Nothing of the bulk was done; `errors` says which items are at fault, and how."""

    code = "catalogs.bulk_refused"


class AnotherTree(Conflict):
    """The nodes to be put into this catalog belong to an earlier one that had its key."""

    code = "catalogs.another_tree"
