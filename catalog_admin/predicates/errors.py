"""What the rule language refuses, each with a JSON pointer or a text offset and, where one exists, a repair.

PredicateRefused (422)
├── SyntaxRefused, MalformedLogic, OperatorNotAllowed, RuleTooLarge      its form
├── UnknownName, UnknownValue, TypeClash, ItemScope, NullRefused         its meaning
└── NumberRefused, TextRefused, UnreadableValue                          its values
"""

from catalog_admin.kit.errors import Invalid


class PredicateRefused(Invalid):
    """A rule that the language refuses."""

    code = "predicates.refused"


class SyntaxRefused(PredicateRefused):
    """The short form does not parse; `offset` says where."""

    code = "predicates.syntax"


class MalformedLogic(PredicateRefused):
    """JSON that is no expression: no operator, or the wrong number of arguments."""

    code = "predicates.malformed"


class OperatorNotAllowed(PredicateRefused):
    """An operator outside the profile."""

    code = "predicates.operator_not_allowed"


class UnknownName(PredicateRefused):
    """An attribute that nothing declares."""

    code = "predicates.unknown_name"


class UnknownValue(PredicateRefused):
    """A text that the attribute can never hold."""

    code = "predicates.unknown_value"


class TypeClash(PredicateRefused):
    """Operands, or a whole rule, of the wrong type."""

    code = "predicates.type_clash"


class ItemScope(PredicateRefused):
    """A list body that reads something else than its item."""

    code = "predicates.item_scope"


class NullRefused(PredicateRefused):
    """`null` in a rule: ask has() or missing() instead."""

    code = "predicates.null"


class NumberRefused(PredicateRefused):
    """A number outside the exact range."""

    code = "predicates.number_out_of_range"


class TextRefused(PredicateRefused):
    """A text that cannot be stored: NUL, half a surrogate pair, not a date."""

    code = "predicates.text"


class RuleTooLarge(PredicateRefused):
    """Longer, deeper or bigger than a rule may be."""

    code = "predicates.too_large"


class UnreadableValue(PredicateRefused):
    """A value that does not have its declared type."""

    code = "predicates.unreadable_value"
