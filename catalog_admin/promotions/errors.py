"""What this room refuses."""

from catalog_admin.kit.errors import Conflict, Forbidden, Invalid, NotFound


class NothingPublished(NotFound):
    """The environment serves no version of this catalog, or did not at that instant."""

    code = "promotions.nothing_published"


class NothingBefore(NotFound):
    """The environment never served another version of this catalog, so there is nothing to return to."""

    code = "promotions.nothing_before"


class NeverServed(Invalid):
    """A rollback goes back: to a version that this environment has served."""

    code = "promotions.never_served"


class AlreadyServed(Conflict):
    """The environment serves this version already: going back to it would change nothing."""

    code = "promotions.already_served"


class StillServed(Conflict):
    """The environment serves this catalog: withdraw it first, so that nothing leaves a shop as a side effect."""

    code = "promotions.still_served"


class RolledBackMeanwhile(Conflict):
    """The catalog was rolled back or withdrawn after this publish was asked for: serving it now would undo that."""

    code = "promotions.rolled_back_meanwhile"


class GateClosed(Forbidden):
    """This environment does not take a publish, a rollback or a withdrawal directly; it is promoted into."""

    code = "promotions.gate_closed"


class BadEffectiveFrom(Invalid):
    """Later than now, or earlier than the environment's last move: history is only added at its end."""

    code = "promotions.bad_effective_from"


class TooManyNames(Invalid):
    """version, tag and date are three ways to name one version: say one."""

    code = "promotions.too_many_names"
