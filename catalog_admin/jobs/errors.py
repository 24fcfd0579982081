"""What this room refuses."""

from catalog_admin.kit.errors import Conflict, Invalid, NotFound, TooLarge, Unavailable


class NoSuchJob(NotFound):
    """No job with this id in the tenant."""

    code = "jobs.no_such_job"


class AlreadyFinished(Conflict):
    """The job has ended; there is nothing left to cancel."""

    code = "jobs.already_finished"


class UnknownKind(Unavailable):
    """This program cannot do that kind of work."""

    code = "jobs.unknown_kind"


class WorkerLost(Unavailable):
    """The worker died in the middle, and this kind of work cannot simply start again."""

    code = "jobs.worker_lost"


class JobBroke(Unavailable):
    """A bug ended the job; the log of the worker has the details."""

    code = "jobs.broke"


class UploadTooLarge(TooLarge):
    """The file is larger than MAX_UPLOAD_BYTES."""

    code = "jobs.upload_too_large"


class UploadEmpty(Invalid):
    """The request had no body."""

    code = "jobs.upload_empty"


class UploadGone(Unavailable):
    """The file the job should read is no longer there."""

    code = "jobs.upload_gone"


class BrokenFile(Invalid):
    """The file stops being readable here; what follows was not looked at."""

    code = "jobs.broken_file"


class UnreadableRow(Invalid):
    """A row that is not JSON, not UTF-8, too long, or has too many columns."""

    code = "jobs.unreadable_row"


class DuplicateRow(Invalid):
    """The same key twice in one file: which of the two is meant?"""

    code = "jobs.duplicate_row"


class EverythingRejected(Invalid):
    """Some rows are wrong, and the policy is to reject everything then: nothing was changed."""

    code = "jobs.everything_rejected"


class BadMapping(Invalid):
    """A column mapping that is not `their column=our name`."""

    code = "jobs.bad_mapping"
