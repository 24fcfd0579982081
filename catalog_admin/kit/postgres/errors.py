"""Why the embedded database does not start: each says what to do about it."""

from catalog_admin.kit.errors import Conflict, Unavailable


class DirectoryInUse(Conflict):
    """Another process, named by its number, runs the database in this directory."""

    code = "database.directory_in_use"


class OtherMajorVersion(Conflict):
    """The files were made by an older or newer PostgreSQL than the one this release brings."""

    code = "database.other_major_version"


class OwnedBySomebodyElse(Conflict):
    """The files belong to a user who cannot be the one to run the server now."""

    code = "database.owned_by_somebody_else"


class PasswordLost(Conflict):
    """The kept superuser password is not the one the database knows."""

    code = "database.password_lost"


class ClusterGone(Unavailable):
    """The data directory points to files that are not there any more."""

    code = "database.cluster_gone"


class OutOfReach(Unavailable):
    """As root: the user without rights who runs the server may not go where the files lie."""

    code = "database.out_of_reach"


class NotCreated(Unavailable):
    """The files could not be made; the last lines of what was said are given."""

    code = "database.not_created"


class NotStarted(Unavailable):
    """The server did not come up; the last lines of its log are given."""

    code = "database.not_started"
