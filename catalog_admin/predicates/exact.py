"""Numbers: exact, bounded, the same in every evaluator.

A decimal has at most 13 digits before the point and 24 after it: 37 of the 38 digits that a 128-bit decimal
column holds; the spare one lets a sum be computed before it is refused. (Real price lists go down to 24.)
Products and quotients round once, half to even, at the last digit. Integers stay within 2^53 - 1.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal

from catalog_admin.predicates.model import Gap, failed

WHOLE_DIGITS = 13
FRACTION_DIGITS = 24
DECIMAL_LIMIT = Decimal(10) ** WHOLE_DIGITS
INTEGER_LIMIT = 2**53 - 1

# 80 digits: a product of two 37-digit numbers is exact in it, and a quotient cannot look like a tie that it is not.
# Never plain `abs(x)` or `x + y` on decimals here: Python's default context would round them to 28 digits.
WIDE = Context(prec=80, rounding=ROUND_HALF_EVEN)
_STEP = Decimal(1).scaleb(-FRACTION_DIGITS)

Number = int | Decimal


def fits(number: Decimal) -> bool:
    """Whether the decimal is inside the range, to the last digit."""
    if not number.is_finite() or number.copy_abs() >= DECIMAL_LIMIT:
        return False
    return number == number.quantize(_STEP, context=WIDE)


def plain(number: Decimal) -> str:
    """The one notation of a decimal: no exponent, no trailing zeros, no minus before zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def widened(number: Number) -> Decimal | Gap:
    if isinstance(number, Decimal):
        return number
    return Decimal(number) if abs(number) < DECIMAL_LIMIT else failed("the integer is too wide for a decimal")


def settled(number: Decimal) -> Decimal | Gap:
    """A raw result as a decimal of the range, rounded once."""
    if number.copy_abs() >= DECIMAL_LIMIT * 10:
        return failed("the result is out of range")
    rounded = number.quantize(_STEP, context=WIDE)
    return rounded if rounded.copy_abs() < DECIMAL_LIMIT else failed("the result is out of range")


def counted(number: int) -> int | Gap:
    return number if abs(number) <= INTEGER_LIMIT else failed("the result is out of range")


def _pair(left: Number, right: Number) -> tuple[Decimal, Decimal] | Gap:
    wide_left, wide_right = widened(left), widened(right)
    if isinstance(wide_left, Gap):
        return wide_left
    if isinstance(wide_right, Gap):
        return wide_right
    return wide_left, wide_right


def add(left: Number, right: Number) -> Number | Gap:
    if isinstance(left, int) and isinstance(right, int):
        return counted(left + right)
    pair = _pair(left, right)
    return pair if isinstance(pair, Gap) else settled(WIDE.add(*pair))


def subtract(left: Number, right: Number) -> Number | Gap:
    return add(left, negative(right))


def negative(number: Number) -> Number:
    return -number if isinstance(number, int) else number.copy_negate()


def multiply(left: Number, right: Number) -> Number | Gap:
    if isinstance(left, int) and isinstance(right, int):
        return counted(left * right)
    pair = _pair(left, right)
    return pair if isinstance(pair, Gap) else settled(WIDE.multiply(*pair))


def divide(left: Number, right: Number) -> Decimal | Gap:
    pair = _pair(left, right)
    if isinstance(pair, Gap):
        return pair
    return settled(WIDE.divide(*pair)) if pair[1] else failed("division by zero")


def remainder(left: Number, right: Number) -> Number | Gap:
    """Sign of the dividend, as in JavaScript."""
    if isinstance(left, int) and isinstance(right, int):
        if right == 0:
            return failed("division by zero")
        return abs(left) % abs(right) * (-1 if left < 0 else 1)
    pair = _pair(left, right)
    if isinstance(pair, Gap):
        return pair
    return WIDE.remainder(*pair) if pair[1] else failed("division by zero")


def least(left: Number, right: Number) -> Number | Gap:
    return _extreme(left, right, smaller=True)


def greatest(left: Number, right: Number) -> Number | Gap:
    return _extreme(left, right, smaller=False)


def _extreme(left: Number, right: Number, *, smaller: bool) -> Number | Gap:
    if isinstance(left, int) and isinstance(right, int):
        return min(left, right) if smaller else max(left, right)
    pair = _pair(left, right)
    if isinstance(pair, Gap):
        return pair
    return min(pair) if smaller else max(pair)


def rounded(number: Decimal, places: int) -> Decimal | Gap:
    """Half to even at `places` digits after the point."""
    return settled(number.quantize(Decimal(1).scaleb(-places), context=WIDE))
