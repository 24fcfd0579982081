"""What this room refuses."""

from catalog_admin.kit.errors import Conflict, NotFound


class EnvironmentNotFound(NotFound):
    """No environment of this tenant has that key."""

    code = "environments.not_found"


class EnvironmentKeyTaken(Conflict):
    """This tenant has an environment of that key."""

    code = "environments.key_taken"


class EnvironmentMoved(Conflict):
    """Somebody made the environment serve another release meanwhile; `generation` is where it is now."""

    code = "environments.moved"
