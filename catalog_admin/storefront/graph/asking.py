"""What the resolvers of one query share."""

from dataclasses import dataclass, field

from strawberry.types import Info

from catalog_admin.storefront.graph.limits import Meter
from catalog_admin.storefront.graph.texts import Learnt
from catalog_admin.storefront.reading import Reading


@dataclass
class Asking:
    """`learnt` belongs to the text that is asked, once it is known."""

    reading: Reading
    meter: Meter = field(default_factory=Meter)
    learnt: Learnt = field(default_factory=Learnt)

    def end(self) -> None:
        """Lets go of all that was found: GraphQL's executor holds itself, and with it this, until a collector comes."""
        del self.reading


def reading_of(info: Info) -> Reading:
    asking: Asking = info.context
    return asking.reading


def found(info: Info, length: int, *, at_once: int = 1) -> None:
    """A list that nobody bounded is about to be answered; raises QueryTooCostly."""
    asking: Asking = info.context
    asking.meter.found(info._raw_info, length, at_once=at_once)
