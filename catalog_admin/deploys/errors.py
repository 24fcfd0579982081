"""What deploying a bundle refuses, beside what the rooms say about its content."""

from catalog_admin.kit.errors import Conflict, Invalid


class BundleUnsound(Invalid):
    """The bundle cannot be meant; `errors` names files, lines and pointers."""

    code = "deploys.bundle_unsound"


class ContentRefused(Invalid):
    """A room refused rows of the bundle, so none of their kind were written; `errors` says which and why."""

    code = "deploys.content_refused"


class DeletionsNotAgreed(Conflict):
    """The bundle would delete things, and nobody has agreed to that."""

    code = "deploys.deletions_not_agreed"
