"""The functions of zen that a table may call: those that answer the same for the same inputs, in bounded time.

Not among them: `rand`, what reads a pattern (`matches`, `extract`: each call compiles it anew), what compares every
character with every other (`fuzzyMatch`), and `d`, whose methods we would have to read.
"""

# The body is run for each item of a list.
OVER_ITEMS = frozenset({"some", "all", "none", "one", "filter", "map", "flatMap", "count"})
# These read a text as a moment, and the text `now` as the clock.
OF_TIME = frozenset(
    {
        "date",
        "time",
        "duration",
        "year",
        "dayOfWeek",
        "dayOfMonth",
        "dayOfYear",
        "weekOfYear",
        "monthOfYear",
        "monthString",
        "weekdayString",
        "startOf",
        "endOf",
        "dateString",
    }
)
PLAIN = frozenset(
    {
        "abs",
        "ceil",
        "floor",
        "round",
        "trunc",
        "min",
        "max",
        "sum",
        "avg",
        "median",
        "mode",
        "len",
        "contains",
        "flatten",
        "startsWith",
        "endsWith",
        "upper",
        "lower",
        "trim",
        "split",
        "string",
        "number",
        "bool",
        "isNumeric",
        "type",
        "keys",
        "values",
    }
)
ALLOWED = OVER_ITEMS | OF_TIME | PLAIN
INSTEAD = {
    "rand": "an input: chance is not decided here",
    "matches": "startsWith, endsWith or contains",
    "extract": "an input",
    "fuzzyMatch": "an equality",
    "d": "date",
}
