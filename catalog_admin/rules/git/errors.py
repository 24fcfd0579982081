"""What git is refused before it has said which refs are to move; after that, refusals travel in the answer to a push.

Invalid        PushGarbled, BodyTooSlow
TooLarge       BodyTooLarge
TooMany        GitBusy
Unavailable    GitMissing
"""

from catalog_admin.kit.errors import Invalid, TooLarge, TooMany, Unavailable


class PushGarbled(Invalid):
    """Nothing that git would send."""

    code = "rules.push_garbled"


class BodyTooSlow(Invalid):
    """Less of a body came than would be read while others wait for the same place."""

    code = "rules.body_too_slow"


class BodyTooLarge(TooLarge):
    """More than a push, or what a fetch asks for, may be; counted after unpacking."""

    code = "rules.body_too_large"


class GitBusy(TooMany):
    """As many clones and pushes at once as are served: try again in a moment."""

    code = "rules.git_busy"


class GitMissing(Unavailable):
    """The machine that the service runs on has no git program: its operator installs one."""

    code = "rules.git_missing"
