"""What is counted over all rate plans: which attributes they have, on which days something of them begins or ends."""

from collections.abc import Mapping
from typing import Any


def tallied(card: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Of a card or of its body. The product's days too, and those of charges: an answer shows what of it is sold."""
    dated = (card, card["product"], *card["charges"])
    days = {said for each in dated for said in (each.get("effectiveFrom"), each.get("effectiveTo")) if said}
    return {("attribute", key) for key in card["attributes"]} | {("day", day) for day in days}
