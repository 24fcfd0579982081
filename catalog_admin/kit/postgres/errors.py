"""Why the embedded database does not start: each says what to do about it."""

from catalog_admin.kit.errors import Conflict, Unavailable


class DirectoryInUse(Conflict):
    code = "database.directory_in_use"


class OtherMajorVersion(Conflict):
    code = "database.other_major_version"


class OwnedBySomebodyElse(Conflict):
    code = "database.owned_by_somebody_else"


class PasswordLost(Conflict):
    code = "database.password_lost"


class ClusterGone(Unavailable):
    code = "database.cluster_gone"


class OutOfReach(Unavailable):
    code = "database.out_of_reach"


class NotCreated(Unavailable):
    code = "database.not_created"


class NotStarted(Unavailable):
    code = "database.not_started"
