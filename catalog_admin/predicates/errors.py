"""What the rule language refuses, each with a JSON pointer or a text offset and, where one exists, a repair.

PredicateRefused (422)
├── SyntaxRefused        the short form does not parse (`offset` says where)
├── MalformedLogic       JSON that is no expression: no operator, wrong number of arguments
├── OperatorNotAllowed   an operator outside the profile
├── UnknownName          an attribute that nothing declares
├── UnknownValue         a text that the attribute can never hold
├── TypeClash            operands, or a whole rule, of the wrong type
├── ItemScope            a list body that reads something else than its item
├── NullRefused          `null`: ask has() or missing() instead
├── NumberRefused        a number outside the exact range
├── TextRefused          a text that cannot be stored (NUL, lone surrogate, not a date)
├── RuleTooLarge         longer, deeper or bigger than a rule may be
└── UnreadableValue      a value that does not have its declared type
"""

from catalog_admin.kit.errors import Invalid


class PredicateRefused(Invalid):
    code = "predicates.refused"


class SyntaxRefused(PredicateRefused):
    code = "predicates.syntax"


class MalformedLogic(PredicateRefused):
    code = "predicates.malformed"


class OperatorNotAllowed(PredicateRefused):
    code = "predicates.operator_not_allowed"


class UnknownName(PredicateRefused):
    code = "predicates.unknown_name"


class UnknownValue(PredicateRefused):
    code = "predicates.unknown_value"


class TypeClash(PredicateRefused):
    code = "predicates.type_clash"


class ItemScope(PredicateRefused):
    code = "predicates.item_scope"


class NullRefused(PredicateRefused):
    code = "predicates.null"


class NumberRefused(PredicateRefused):
    code = "predicates.number_out_of_range"


class TextRefused(PredicateRefused):
    code = "predicates.text"


class RuleTooLarge(PredicateRefused):
    code = "predicates.too_large"


class UnreadableValue(PredicateRefused):
    code = "predicates.unreadable_value"
