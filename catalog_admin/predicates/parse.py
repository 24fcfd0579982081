"""The short form → JSONLogic, not yet canonical: a CEL subset, read by descent.

ternary := or ["?" ternary ":" ternary]        relation := sum [("=="|"<"|…|"in") sum]
or := and {"||" and}                           sum := product {("+"|"-") product}
and := relation {"&&" relation}                product := unary {("*"|"/"|"%") unary}
unary := ("!"|"-") unary | member              member := primary {"." method "(" … ")"}
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from catalog_admin.predicates.calls import CALLS, ITEMWISE, METHODS, written_instead
from catalog_admin.predicates.errors import ItemScope, NumberRefused, RuleTooLarge, SyntaxRefused
from catalog_admin.predicates.model import DEPTH_LIMIT
from catalog_admin.predicates.operators import BY_SPELLING
from catalog_admin.predicates.suggest import nearest
from catalog_admin.predicates.tokens import KEYWORDS, Token, tokens

_RELATIONS = {
    "==": "===",
    "===": "===",
    "!=": "!==",
    "!==": "!==",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
    "in": "in",
}
# A printed rule of the allowed depth needs at most one bracket for each level of it.
_NESTING_LIMIT = DEPTH_LIMIT + 2


def parse(text: str) -> Any:
    """The JSONLogic that the text says; refuses with the offset where reading stopped."""
    reader = _Reader(tokens(text))
    logic = reader.ternary()
    reader.end()
    return logic


class _Reader:
    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.place = 0
        self.nesting = 0
        # Inside list bodies, the innermost last: the item's name, and what it is called in JSONLogic.
        self.items: list[tuple[str, str]] = []

    @property
    def word(self) -> Token:
        return self.words[self.place]

    def sees(self, *marks: str) -> bool:
        token = self.word
        keyword = token.sort == "name" and not token.quoted and token.word in KEYWORDS
        return (token.sort == "mark" or keyword) and token.word in marks

    def take(self) -> Token:
        token = self.word
        self.place += 1
        return token

    def skip(self, mark: str) -> bool:
        if self.sees(mark):
            self.place += 1
            return True
        return False

    def expect(self, mark: str) -> None:
        if not self.skip(mark):
            raise self.unexpected(f"expected `{mark}`")

    def end(self) -> None:
        if self.word.sort != "end":
            raise self.unexpected("expected the end of the rule")

    def unexpected(self, wanted: str) -> SyntaxRefused:
        token = self.word
        seen = f"`{token.word[:80]}`" if token.sort != "end" else "the end"
        return SyntaxRefused(f"{wanted}, found {seen}", offset=token.offset, suggestion=written_instead(token))

    def ternary(self) -> Any:
        self.nesting += 1
        if self.nesting > _NESTING_LIMIT:
            raise RuleTooLarge("brackets nested too deep", offset=self.word.offset)
        branches: list[Any] = []
        last = self.either()
        # A chain of else-branches is read in a loop: it is long, not deep.
        while self.skip("?"):
            then = self.ternary()
            self.expect(":")
            branches += [last, then]
            last = self.either()
        self.nesting -= 1
        return {"if": [*branches, last]} if branches else last

    def either(self) -> Any:
        found = [self.both()]
        while self.skip("||"):
            found.append(self.both())
        return {"or": found} if len(found) > 1 else found[0]

    def both(self) -> Any:
        found = [self.relation()]
        while self.skip("&&"):
            found.append(self.relation())
        return {"and": found} if len(found) > 1 else found[0]

    def relation(self) -> Any:
        left = self.sum()
        if not self.sees(*_RELATIONS):
            return left
        operator = _RELATIONS[self.take().word]
        logic = {operator: [left, self.sum()]}
        if self.sees(*_RELATIONS):
            raise SyntaxRefused("comparisons do not chain", offset=self.word.offset, suggestion="a < b && b < c")
        return logic

    def sum(self) -> Any:
        left = self.product()
        while self.sees("+", "-"):
            operator = self.take().word
            left = _chained(operator, left, self.product())
        return left

    def product(self) -> Any:
        left = self.unary()
        while self.sees("*", "/", "%"):
            operator = self.take().word
            left = _chained(operator, left, self.unary())
        return left

    def unary(self) -> Any:
        signs: list[str] = []
        while self.sees("!", "-"):
            signs.append(self.take().word)
        logic = self.member()
        for sign in reversed(signs):
            logic = {sign: [logic]}
        return logic

    def member(self) -> Any:
        logic = self.primary()
        while self.sees("."):
            self.take()
            name = self.take()
            if name.sort != "name" or not self.sees("("):
                self.place -= 1
                raise self.unexpected("expected a method")
            logic = self.method(logic, name)
        return logic

    def primary(self) -> Any:
        token = self.word
        if token.sort == "end" or (token.sort == "mark" and token.word not in ("(", "[")):
            raise self.unexpected("expected a value")
        self.take()
        if token.sort == "number":
            return _number(token)
        if token.sort == "text":
            return token.word
        if token.sort == "name":
            return self.named(token)
        return self.bracketed() if token.word == "(" else self.listed()

    def bracketed(self) -> Any:
        logic = self.ternary()
        self.expect(")")
        return logic

    def listed(self) -> Any:
        items: list[Any] = []
        while not self.skip("]"):
            if items:
                self.expect(",")
            items.append(self.ternary())
        return items

    def named(self, token: Token) -> Any:
        if not token.quoted and token.word in KEYWORDS:
            if token.word == "in":
                self.place -= 1
                raise self.unexpected("expected a value")
            return {"true": True, "false": False, "null": None}[token.word]
        if not self.sees("("):
            return self.variable(token.word, token)
        receiver, dot, method = token.word.rpartition(".")
        if dot and not token.quoted and method in METHODS and token.word not in BY_SPELLING:
            return self.method(self.variable(receiver, token), Token("name", method, token.offset))
        return self.called(token)

    def variable(self, name: str, token: Token) -> Any:
        if not self.items:
            return {"var": name}
        item, called = self.items[-1]
        if name == item:
            return {"var": called}
        if not name.startswith(f"{item}."):
            raise ItemScope(
                "the body of a list operation reads its item and nothing else",
                offset=token.offset,
                suggestion="compare with other attributes outside the body",
            )
        field = name.removeprefix(f"{item}.")
        return {"var": f"{called}.{field}" if called else field}

    def called(self, token: Token) -> Any:
        arguments = self.arguments()
        if token.word in CALLS:
            return CALLS[token.word](arguments, token)
        if token.word in BY_SPELLING:
            return {BY_SPELLING[token.word]: arguments}
        raise SyntaxRefused(
            f"`{token.word[:80]}` is no function",
            offset=token.offset,
            suggestion=nearest(token.word, [*CALLS, *BY_SPELLING]),
        )

    def method(self, receiver: Any, token: Token) -> Any:
        if token.word not in METHODS:
            hint = nearest(token.word, METHODS)
            raise SyntaxRefused(f"`{token.word[:80]}` is no method", offset=token.offset, suggestion=hint)
        if token.word in ITEMWISE:
            return ITEMWISE[token.word](receiver, self.body(token))
        return METHODS[token.word](receiver, self.arguments(), token)

    def body(self, method: Token) -> Any:
        """`(item, expression of item)`; the name of the item is the author's choice."""
        self.expect("(")
        token = self.take()
        if token.sort != "name" or not self.sees(","):
            self.place -= 1
            raise self.unexpected("expected a name for the item")
        self.expect(",")
        self.items.append((token.word, "current" if method.word == "sum" else ""))
        logic = self.ternary()
        self.items.pop()
        self.expect(")")
        return logic

    def arguments(self) -> list[Any]:
        self.expect("(")
        found: list[Any] = []
        while not self.skip(")"):
            if found:
                self.expect(",")
            found.append(self.ternary())
        return found


def _chained(operator: str, left: Any, right: Any) -> Any:
    """a + b + c is one long sum, not a deep one."""
    if operator in ("+", "*") and isinstance(left, dict) and operator in left:
        left[operator].append(right)
        return left
    return {operator: [left, right]}


def _number(token: Token) -> int | Decimal:
    try:
        return int(token.word) if token.word.isdigit() and len(token.word) < 40 else Decimal(token.word)
    except InvalidOperation:
        raise NumberRefused("this number is out of all range", offset=token.offset) from None
