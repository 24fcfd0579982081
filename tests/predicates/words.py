"""The scope, rows and rules that the property tests draw from."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from catalog_admin.predicates.exact import WIDE
from catalog_admin.predicates.model import Attribute, Kind, Scope, Type
from catalog_admin.predicates.tree import written

INSTANT = datetime(2026, 3, 1, 12, 30, 0, 250, tzinfo=UTC)
TYPES = {
    "type": Type(Kind.TEXT),
    "product.sku": Type(Kind.TEXT),
    "segment": Type(Kind.TEXT, many=True),
    "discountPercent": Type(Kind.DECIMAL),
    "amounts": Type(Kind.DECIMAL, many=True),
    "quantity": Type(Kind.INTEGER),
    "sizes": Type(Kind.INTEGER, many=True),
    "active": Type(Kind.BOOLEAN),
    "flags": Type(Kind.BOOLEAN, many=True),
    "launchDate": Type(Kind.DATE),
    "releases": Type(Kind.DATE, many=True),
    "createdAt": Type(Kind.DATETIME),
    "age-group": Type(Kind.TEXT),
    "current": Type(Kind.INTEGER),
}
SCOPE = Scope({name: Attribute(declared) for name, declared in TYPES.items()})

_texts = st.sampled_from(["", "SaaS", "saas", "Hardware", " x ", "ΑΣ", "straße", "İ", 'a"b\\\n', "😀", "Education"])
_wide = st.integers(-(2**53 - 1), 2**53 - 1)
_integers = st.integers(-3, 7) | st.sampled_from([2**53 - 1, -(2**53 - 1), 10**13, 10**13 - 1]) | _wide
_fine = st.integers(-(10**37) + 1, 10**37 - 1).map(lambda digits: WIDE.scaleb(Decimal(digits), -24))
_decimals = (
    st.sampled_from([*map(Decimal, ("0", "1.5e-07", "0.5", "2.5", "-2.5", "10", "3.2857142857142855e-08"))])
    | st.integers(-300, 300).map(lambda cents: Decimal(cents).scaleb(-2))
    | _fine
)
_dates = st.dates() | st.integers(-40, 40).map(lambda days: date(2026, 3, 1) + timedelta(days=days))
_near = st.integers(-(10**13), 10**13).map(lambda microseconds: INSTANT + timedelta(microseconds=microseconds))
_datetimes = st.datetimes(timezones=st.just(UTC)) | _near | st.just(INSTANT)
SCALARS: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: _texts,
    Kind.INTEGER: _integers,
    Kind.DECIMAL: _decimals,
    Kind.BOOLEAN: st.booleans(),
    Kind.DATE: _dates,
    Kind.DATETIME: _datetimes,
}


def cells(declared: Type) -> st.SearchStrategy[Any]:
    scalar = SCALARS[declared.kind]
    if not declared.many:
        return st.none() | scalar
    return st.none() | st.lists(scalar, max_size=4) | st.lists(st.none() | scalar, max_size=4)


rows = st.fixed_dictionaries({}, optional={name: cells(declared) for name, declared in TYPES.items()})


def names(kind: Kind, *, many: bool = False) -> list[str]:
    return [name for name, declared in TYPES.items() if declared == Type(kind, many)]


class Author:
    """Writes well-typed JSONLogic by drawing one choice after the other (whole strategies a level are too slow)."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        # Inside a list body: the item's kind and its name; nothing else may be read there.
        self.item: tuple[Kind, str] | None = None

    def pick(self, choices: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(choices))

    def constant(self, kind: Kind) -> Any:
        return written(self.draw(SCALARS[kind]))

    def scalar(self, kind: Kind, depth: int) -> Any:
        if depth == 0 or self.pick(range(5)) == 0:
            return self.leaf(kind)
        special = {
            Kind.BOOLEAN: self.condition,
            Kind.INTEGER: self.integer,
            Kind.DECIMAL: self.decimal,
            Kind.TEXT: self.text,
            Kind.DATE: self.moment,
            Kind.DATETIME: self.moment,
        }[kind]
        if self.pick(range(8)) == 0:
            return {"if": [self.scalar(Kind.BOOLEAN, depth - 1), *(self.scalar(kind, depth - 1) for _ in "ab")]}
        return special(kind, depth - 1)

    def leaf(self, kind: Kind) -> Any:
        if self.item is not None:
            readable = self.item[0] is kind and self.pick([True, True, False])
            return {"var": self.item[1]} if readable else self.constant(kind)
        form = self.pick(["read", "read", "read", "constant", "default"])
        name = self.pick(names(kind))
        if form == "constant":
            return self.constant(kind)
        return {"var": name} if form == "read" else {"var": [name, self.constant(kind)]}

    def number(self, depth: int) -> Any:
        return self.scalar(self.pick([Kind.INTEGER, Kind.DECIMAL]), depth)

    def condition(self, _: Kind, depth: int) -> Any:
        forms = [self.joined, self.joined, self.compared, self.compared, self.compared, self.tested, self.member]
        if self.item is None:
            forms += [self.absent, self.quantified, self.quantified, self.member]
        return self.pick(forms)(depth)

    def joined(self, depth: int) -> Any:
        operator = self.pick(["and", "or", "!"])
        count = 1 if operator == "!" else self.pick([1, 2, 3])
        return {operator: [self.scalar(Kind.BOOLEAN, depth) for _ in range(count)]}

    def compared(self, depth: int) -> Any:
        operator = self.pick(["===", "!==", "==", "<", "<=", ">", ">="])
        if self.pick(range(3)) == 0:
            return {operator: [self.number(depth), self.number(depth)]}
        kind = self.pick([each for each in Kind if each is not Kind.BOOLEAN or operator.startswith(("=", "!"))])
        count = self.pick([2, 2, 3]) if operator in ("<", ">=") else 2
        return {operator: [self.scalar(kind, depth) for _ in range(count)]}

    def tested(self, depth: int) -> Any:
        operator = self.pick(["text.starts_with", "text.ends_with", "in"])
        return {operator: [self.scalar(Kind.TEXT, depth), self.scalar(Kind.TEXT, depth)]}

    def member(self, depth: int) -> Any:
        kind = self.pick([*Kind])
        among = kind
        if kind in (Kind.INTEGER, Kind.DECIMAL):
            among = self.pick([Kind.INTEGER, Kind.DECIMAL])
        listed = self.constants(among) if self.item is not None else self.many(among, depth)
        return {"in": [self.scalar(kind, depth), listed]}

    def absent(self, _: int) -> Any:
        listed = self.draw(st.lists(st.sampled_from([*TYPES]), min_size=1, max_size=3))
        return self.pick([{"missing": listed}, {"missing_some": [1, listed]}])

    def quantified(self, depth: int) -> Any:
        kind = self.pick([*Kind])
        operator = self.pick(["some", "all", "none"])
        return {operator: [self.many(kind, depth), self.body(Kind.BOOLEAN, kind, "", depth)]}

    def body(self, kind: Kind, item: Kind, name: str, depth: int) -> Any:
        self.item = (item, name)
        logic = self.scalar(kind, depth)
        self.item = None
        return logic

    def constants(self, kind: Kind) -> Any:
        return [self.constant(kind) for _ in range(self.pick([1, 2, 3]))]

    def many(self, kind: Kind, depth: int) -> Any:
        form = self.pick(["read", "read", "filter", "map", "constants"] if depth else ["read", "constants"])
        if form == "read" and names(kind, many=True):
            return {"var": self.pick(names(kind, many=True))}
        if form == "filter":
            return {"filter": [self.many(kind, depth - 1), self.body(Kind.BOOLEAN, kind, "", depth - 1)]}
        if form == "map":
            of = self.pick([*Kind])
            return {"map": [self.many(of, depth - 1), self.body(kind, of, "", depth - 1)]}
        return self.constants(kind)

    def summed(self, kind: Kind, depth: int) -> Any:
        of = self.pick([kind, kind, Kind.TEXT])
        source = self.many(of, depth)
        addends = [{"var": "accumulator"}, self.body(kind, of, "current", depth)]
        return {"reduce": [source, {"+": addends}, 0]}

    def integer(self, kind: Kind, depth: int) -> Any:
        form = self.pick(["sum", "binary", "binary", "part", "between", "length"])
        if form == "sum" and self.item is None:
            return self.summed(kind, depth)
        if form == "part":
            part = self.pick(["days_since", "days_until", "year", "month", "day", "weekday"])
            return {f"date.{part}": [self.scalar(self.pick([Kind.DATE, Kind.DATETIME]), depth)]}
        if form == "between":
            return {"date.days_between": [self.scalar(Kind.DATE, depth), self.scalar(Kind.DATE, depth)]}
        if form == "length":
            return {"text.length": [self.scalar(Kind.TEXT, depth)]}
        operator = self.pick(["+", "-", "*", "%", "min", "max"])
        count = self.pick([2, 3]) if operator not in ("-", "%") else 2 if operator == "%" else self.pick([1, 2])
        return {operator: [self.scalar(kind, depth) for _ in range(count)]}

    def decimal(self, kind: Kind, depth: int) -> Any:
        form = self.pick(["sum", "binary", "binary", "quotient", "round", "percent", "mixed if"])
        if form == "sum" and self.item is None:
            return self.summed(kind, depth)
        if form == "round":
            return {"money.round": [self.number(depth), self.pick(range(25))]}
        if form == "percent":
            return {"money.percent_of": [self.number(depth), self.number(depth)]}
        if form == "mixed if":
            branches = [self.scalar(Kind.INTEGER, depth), self.scalar(kind, depth)]
            return {"if": [self.scalar(Kind.BOOLEAN, depth), *branches]}
        if form == "quotient":
            return {"/": [self.number(depth), self.number(depth)]}
        return {self.pick(["+", "-", "*", "%", "min", "max"]): [self.number(depth), self.scalar(kind, depth)]}

    def text(self, kind: Kind, depth: int) -> Any:
        operator = self.pick(["lower", "upper", "trim", "concat"])
        count = self.pick([2, 3]) if operator == "concat" else 1
        return {f"text.{operator}": [self.scalar(kind, depth) for _ in range(count)]}

    def moment(self, kind: Kind, depth: int) -> Any:
        form = self.pick(["clock", "later", "of"])
        if form == "later":
            return {"date.add_days": [self.scalar(kind, depth), self.scalar(Kind.INTEGER, depth)]}
        if form == "of" and kind is Kind.DATE:
            return {"date.of": [self.scalar(Kind.DATETIME, depth)]}
        return {"date.today" if kind is Kind.DATE else "date.now": []}


@st.composite
def conditions(draw: st.DrawFn, depth: int = 3) -> Any:
    return Author(draw).scalar(Kind.BOOLEAN, depth)
