"""The operator table: what the profile admits, how it is spelled, what it means; the reference prints it."""

from dataclasses import dataclass

from catalog_admin.predicates.model import NUMBERS, TIMES, Kind

_TEXT = frozenset({Kind.TEXT})
_WHOLE = frozenset({Kind.INTEGER})
_DATE = frozenset({Kind.DATE})
_MOMENT = frozenset({Kind.DATETIME})


@dataclass(frozen=True, slots=True)
class Construct:
    """An operator of JSONLogic; `most` None means any number of arguments."""

    name: str
    least: int
    most: int | None
    family: str
    meaning: str
    short: str


@dataclass(frozen=True, slots=True)
class Function:
    """An operator of ours: strict (a missing argument makes it missing), typed by its arguments."""

    name: str
    spelling: str
    takes: tuple[frozenset[Kind], ...]
    gives: Kind | None
    meaning: str
    short: str
    repeats: bool = False
    reads_time: bool = False

    @property
    def family(self) -> str:
        return self.name.partition(".")[0]


CONSTRUCTS = {
    construct.name: construct
    for construct in (
        Construct("and", 1, None, "logic", "Both; false beats error beats missing.", 'a > 1 && b == "x"'),
        Construct("or", 1, None, "logic", "Either; true beats error beats missing.", 'a > 1 || b == "x"'),
        Construct("!", 1, 1, "logic", "Not; not of missing is missing.", "!active"),
        Construct("if", 3, None, "logic", "The first branch whose condition holds.", "a > 1 ? b : c"),
        Construct("===", 2, 2, "comparison", "Equal, both of one type.", 'type == "SaaS"'),
        Construct("!==", 2, 2, "comparison", "Not equal, both of one type.", 'type != "SaaS"'),
        Construct("<", 2, 3, "comparison", "Less; text by code point.", "discountPercent < 10"),
        Construct("<=", 2, 3, "comparison", "Less or equal.", "discountPercent <= 10"),
        Construct(">", 2, 3, "comparison", "Greater.", "discountPercent > 0"),
        Construct(">=", 2, 3, "comparison", "Greater or equal.", "discountPercent >= 0"),
        Construct("in", 2, 2, "comparison", "Item of a list, or part of a text.", '"Education" in segment'),
        Construct("+", 2, None, "arithmetic", "Sum, left to right.", "a + b"),
        Construct("-", 1, 2, "arithmetic", "Difference, or the negative of one.", "a - b"),
        Construct("*", 2, None, "arithmetic", "Product, left to right; rounds once a step.", "a * b"),
        Construct("/", 2, 2, "arithmetic", "Quotient, always decimal; by zero is an error.", "a / b"),
        Construct("%", 2, 2, "arithmetic", "Remainder with the sign of the dividend.", "a % b"),
        Construct("min", 2, None, "arithmetic", "The smallest number.", "min(a, b)"),
        Construct("max", 2, None, "arithmetic", "The largest number.", "max(a, b)"),
        Construct("var", 1, 2, "reading", "A declared attribute; with a default where missing.", "default(a, 0)"),
        Construct("missing", 1, None, "reading", "Any of these has no value.", "missing(a, b)"),
        Construct("missing_some", 2, 2, "reading", "Fewer than n have one.", "missing_some(1, a, b)"),
        Construct("some", 2, 2, "list", "For at least one item.", 'segment.exists(item, item == "B2B")'),
        Construct("all", 2, 2, "list", "For every item; of none: no.", 'segment.all(item, item != "B2C")'),
        Construct("none", 2, 2, "list", "For no item; of none: yes.", 'segment.none(item, item == "B2C")'),
        Construct("filter", 2, 2, "list", "The items that hold.", 'segment.filter(item, item > "B")'),
        Construct("map", 2, 2, "list", "Each item's result.", "sizes.map(item, item * 2)"),
        Construct("reduce", 3, 3, "list", "The sum over at most 1,000 items.", "sizes.sum(item, item) > size(segment)"),
    )
}

FUNCTIONS = {
    function.name: function
    for function in (
        Function(
            "date.days_since",
            "daysSince",
            (TIMES,),
            Kind.INTEGER,
            "Whole days from it to the instant (UTC); negative before it.",
            "daysSince(launchDate) < 30",
            reads_time=True,
        ),
        Function(
            "date.days_until",
            "daysUntil",
            (TIMES,),
            Kind.INTEGER,
            "Whole days from the instant to it.",
            "daysUntil(endDate) <= 7",
            reads_time=True,
        ),
        Function(
            "date.days_between",
            "daysBetween",
            (_DATE, _DATE),
            Kind.INTEGER,
            "Days from the first date to the second.",
            "daysBetween(startDate, endDate) > 90",
        ),
        Function("date.today", "today", (), Kind.DATE, "The instant's date.", "endDate >= today()", reads_time=True),
        Function("date.now", "now", (), Kind.DATETIME, "The instant.", "createdAt < now()", reads_time=True),
        Function("date.of", "dateOf", (_MOMENT,), Kind.DATE, "The date in UTC.", "dateOf(createdAt) == today()"),
        Function("date.year", "year", (TIMES,), Kind.INTEGER, "Year in UTC.", "year(launchDate) == 2026"),
        Function("date.month", "month", (TIMES,), Kind.INTEGER, "1 to 12.", "month(launchDate) == 12"),
        Function("date.day", "day", (TIMES,), Kind.INTEGER, "1 to 31.", "day(launchDate) == 1"),
        Function("date.weekday", "weekday", (TIMES,), Kind.INTEGER, "Monday 1.", "weekday(today()) < 6"),
        Function(
            "date.add_days",
            "addDays",
            (TIMES, _WHOLE),
            None,
            "Days later; an error outside the years 1 to 9999.",
            "addDays(launchDate, 30) > today()",
        ),
        Function(
            "money.round",
            "money.round",
            (NUMBERS, _WHOLE),
            Kind.DECIMAL,
            "Half to even; the number of places (0 to 24) is written in the rule.",
            "money.round(amount, 2) > 10",
        ),
        Function(
            "money.percent_of",
            "money.percent_of",
            (NUMBERS, NUMBERS),
            Kind.DECIMAL,
            "The first taken as per cent of the second.",
            "money.percent_of(discountPercent, amount) > 5",
        ),
        Function("text.length", "text.length", (_TEXT,), Kind.INTEGER, "Code points.", "text.length(sku) == 8"),
        Function("text.lower", "text.lower", (_TEXT,), Kind.TEXT, "Lower case.", 'text.lower(type) == "saas"'),
        Function("text.upper", "text.upper", (_TEXT,), Kind.TEXT, "Upper case.", 'text.upper(type) == "SAAS"'),
        Function("text.trim", "text.trim", (_TEXT,), Kind.TEXT, "Without outer space.", 'text.trim(type) != ""'),
        Function(
            "text.starts_with",
            "text.starts_with",
            (_TEXT, _TEXT),
            Kind.BOOLEAN,
            "Begins with it; also sku.startsWith(…).",
            'text.starts_with(sku, "GPS-")',
        ),
        Function(
            "text.ends_with",
            "text.ends_with",
            (_TEXT, _TEXT),
            Kind.BOOLEAN,
            "Ends with it; also sku.endsWith(…).",
            'text.ends_with(sku, "-EU")',
        ),
        Function(
            "text.concat",
            "text.concat",
            (_TEXT, _TEXT),
            Kind.TEXT,
            "One after the other.",
            'text.concat(type, "-", sku) == "SaaS-1"',
            repeats=True,
        ),
    )
}

BY_SPELLING = {function.spelling: function.name for function in FUNCTIONS.values()} | {name: name for name in FUNCTIONS}
# Operators of the wider JSONLogic family that people try; what to write instead.
INSTEAD = {
    "!!": "compare, or use has(…)",
    "cat": "text.concat(…)",
    "substr": "text.starts_with(…) or text.ends_with(…)",
    "length": "text.length(…) or size(…)",
    "starts_with": "text.starts_with(…)",
    "ends_with": "text.ends_with(…)",
    "upper": "text.upper(…)",
    "lower": "text.lower(…)",
    "trim": "text.trim(…)",
    "now": "now()",
    "exists": "has(…)",
    "val": "var",
    "??": "default(…)",
    "merge": "a || b over each list",
}
COMPARISONS = frozenset({"===", "!==", "<", "<=", ">", ">="})
ARITHMETIC = frozenset({"+", "-", "*", "/", "%", "min", "max"})
QUANTIFIERS = frozenset({"some", "all", "none"})
LISTWISE = QUANTIFIERS | {"filter", "map", "reduce"}
LITERALS = frozenset({"decimal", "date", "datetime"})
EVERY_OPERATOR = frozenset(CONSTRUCTS) | frozenset(FUNCTIONS)
