"""What a storefront is refused."""

from catalog_admin.kit.errors import Forbidden, Gone, Invalid, NotFound, TooLarge


class CatalogNotServed(NotFound):
    """The environment's release has no such catalog at the instant asked."""

    code = "storefront.catalog_not_served"


class VersionNotFound(NotFound):
    """No version of this catalog has this digest, number or tag."""

    code = "storefront.version_not_found"


class VersionRetired(Gone):
    """Its content was given up: nothing can be read of it any more."""

    code = "storefront.version_retired"


class VersionAmbiguous(Invalid):
    """More than one version begins with these digits."""

    code = "storefront.version_ambiguous"


class VersionUnclear(Invalid):
    """Neither digest, nor its beginning of 12 digits, nor number; or two ways of naming one version."""

    code = "storefront.version_unclear"


class NotReleased(Forbidden):
    """Without signing in only what is live now can be read."""

    code = "storefront.not_released"


class OutOfGrant(Forbidden):
    """Roles limited to other catalogs do not read this one."""

    code = "storefront.out_of_grant"


class NodeNotFound(NotFound):
    """The version has no such node, or hides it at the instant asked."""

    code = "storefront.node_not_found"


class RatePlanNotFound(NotFound):
    """The version has no such rate plan on any shelf that shows at the instant asked."""

    code = "storefront.rate_plan_not_found"


class NameUnclear(Invalid):
    """Exactly one of several ways to name a thing must be used."""

    code = "storefront.name_unclear"


class InstantOutOfRange(Invalid):
    """An instant at the ends of the calendar, where a time zone leads out of it."""

    code = "storefront.instant_out_of_range"


class BadPageSize(Invalid):
    """Pages hold 1 to 100 things."""

    code = "storefront.bad_page_size"


class BadFilter(Invalid):
    """A condition that cannot be: unknown comparison, wrong kind of value, too many of them."""

    code = "storefront.bad_filter"


class BadDiscovery(Invalid):
    """A session or a path that could be something else, or too many entries at a time."""

    code = "storefront.bad_discovery"


class RatePlanAmbiguous(Invalid):
    """Several rate plans that show have this SKU; `keys` tells them apart."""

    code = "storefront.rate_plan_ambiguous"


class BadRequest(Invalid):
    """Not a GraphQL request: no query, or parts of it of the wrong kind."""

    status = 400
    code = "storefront.bad_request"


class PersistedQueryMismatch(Invalid):
    """The hash that came with a query is another one's."""

    status = 400
    code = "storefront.persisted_query_mismatch"


class PersistedQueryNotFound(NotFound):
    """Nobody has sent the text to this hash lately; GraphQL clients are told as their protocol wants it."""

    code = "storefront.persisted_query_not_found"


class QueryTooLong(TooLarge):
    """More text than anybody writes."""

    code = "storefront.query_too_long"


class QueryTooDeep(Invalid):
    """Fields inside fields, deeper than the limit."""

    status = 400
    code = "storefront.query_too_deep"


class QueryTooCostly(Invalid):
    """More work than one request may ask for; `requested` and `maximum` say how much."""

    status = 400
    code = "storefront.query_too_costly"
