"""What deploying a bundle refuses, beside what the rooms say about its content."""

from catalog_admin.kit.errors import Invalid


class BundleUnsound(Invalid):
    """The bundle cannot be meant; `errors` names files, lines and pointers."""

    code = "deploys.bundle_unsound"


class ContentRefused(Invalid):
    """A room refused rows of the bundle, so none of their kind were written; `errors` says which and why."""

    code = "deploys.content_refused"
