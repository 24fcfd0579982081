"""What this room refuses."""

from catalog_admin.kit.errors import Invalid


class UnknownMember(Invalid):
    """A member a tariff does not have."""

    code = "pricing.unknown_member"


class MissingMember(Invalid):
    """A member a tariff of this model must have."""

    code = "pricing.missing_member"


class WrongValue(Invalid):
    """A value that is not what the member holds."""

    code = "pricing.wrong_value"


class ContradictoryTariff(Invalid):
    """Members that cannot stand together: an amount for a price on request, tiers that do not rise."""

    code = "pricing.contradictory_tariff"
