"""What the room of artefacts refuses outright; what is wrong with a file is collected as Findings.

ArtefactRefused (422)
├── UnreadableText      bytes that are no JSON as we read it
├── NoSuchKind          a path that no kind of artefact has
├── TooMuchToAsk        more rules and lines than one decision asks
└── UnfitChoice         a value chosen in a merge that cannot stand in its place
"""

from catalog_admin.kit.errors import Invalid


class ArtefactRefused(Invalid):
    """Something that cannot lie in a rule repository."""

    code = "artefacts.refused"


class UnreadableText(ArtefactRefused):
    """Not JSON as we read it: broken, not UTF-8, a member twice, too deep, too large, a number out of range."""

    code = "artefacts.unreadable_text"


class NoSuchKind(ArtefactRefused):
    """A path where no kind of artefact lies."""

    code = "artefacts.no_such_kind"


class TooMuchToAsk(ArtefactRefused):
    """More conditions than one decision asks: rules times lines."""

    code = "artefacts.too_much_to_ask"


class UnfitChoice(ArtefactRefused):
    """What was chosen in a merge cannot stand in its place: `pointer` names it, `detail` says what is wanted there."""

    code = "artefacts.unfit_choice"
