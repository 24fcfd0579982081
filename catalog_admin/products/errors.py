"""What this room refuses."""

from catalog_admin.kit.errors import Conflict, Invalid, NotFound


class NoSuchAttribute(NotFound):
    """The registry has no attribute of this key."""

    code = "products.no_such_attribute"


class NoSuchProduct(NotFound):
    """No product of this key in the environment, or it is deleted."""

    code = "products.no_such_product"


class NoSuchRatePlan(NotFound):
    """No rate plan of this key in the environment, or it is deleted."""

    code = "products.no_such_rate_plan"


class KeyTaken(Conflict):
    """A product or rate plan of this key exists; a deleted one can be restored."""

    code = "products.key_taken"


class NotDeleted(Conflict):
    """Only what is deleted can be restored."""

    code = "products.not_deleted"


class ProductIsDeleted(Conflict):
    """The rate plan's product is deleted: restore the product."""

    code = "products.product_is_deleted"


class PlanIsImplied(Conflict):
    """The rate plan of a one-time good follows its product: change the product."""

    code = "products.plan_is_implied"


class PlanMoved(Conflict):
    """A rate plan stays with its product; make a new one under the other product."""

    code = "products.plan_moved"


class AttributeTypeFixed(Conflict):
    """Values of this type exist, or rules read it; a new type needs a new attribute, or these to be removed first."""

    code = "products.attribute_type_fixed"


class AttributeInUse(Conflict):
    """Products, rate plans, charges or nodes have values of this attribute, or rules read it."""

    code = "products.attribute_in_use"


class NameReserved(Invalid):
    """Rules already read something else under this name."""

    code = "products.name_reserved"


class UnknownMember(Invalid):
    """A member this kind of document does not have."""

    code = "products.unknown_member"


class MissingMember(Invalid):
    """A member this kind of document must have."""

    code = "products.missing_member"


class WrongType(Invalid):
    """A value that is not of the type declared for it."""

    code = "products.wrong_type"


class UnknownAttribute(Invalid):
    """An attribute that is not registered."""

    code = "products.unknown_attribute"


class ValueNotAllowed(Invalid):
    """A value outside the ones its attribute allows."""

    code = "products.value_not_allowed"


class EmptyInterval(Invalid):
    """The end is not after the beginning; the end itself is not included."""

    code = "products.empty_interval"


class DuplicateKey(Invalid):
    """Two charges, or two rate plans, of one key in one document."""

    code = "products.duplicate_key"


class UnknownProduct(Invalid):
    """The rate plan names a product that does not exist."""

    code = "products.unknown_product"
