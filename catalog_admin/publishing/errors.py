"""What this room refuses."""

from catalog_admin.kit.errors import Conflict, Gone, Invalid, NotFound


class VersionNotFound(NotFound):
    """No version of this catalog goes by that name here."""

    code = "publishing.version_not_found"


class VersionRetired(Gone):
    """Its content was given up; its name, and who published it when, are still known."""

    code = "publishing.version_retired"


class VersionNeeded(Conflict):
    """Something still needs this version: `because` says what."""

    code = "publishing.version_needed"


class AmbiguousDigest(Invalid):
    """More than one version starts with these digits."""

    code = "publishing.ambiguous_digest"


class BadDesignation(Invalid):
    """Neither a digest (12 hex digits or more), nor a number, nor a tag."""

    code = "publishing.bad_designation"


class BadTagName(Invalid):
    """A tag must not look like a number, a digest or one of our own words."""

    code = "publishing.bad_tag_name"


class TagNotFound(NotFound):
    """This catalog has no such tag."""

    code = "publishing.tag_not_found"


class OrdinalTaken(Conflict):
    """Another publish of this catalog took over while this one was at work."""

    code = "publishing.ordinal_taken"


class InputsUnknown(Conflict):
    """What the last publication read cannot be told: it is too old to say, or the database was restored from a dump."""

    code = "publishing.inputs_unknown"


class DraftChangedMeanwhile(Conflict):
    """Somebody edited the draft while it was frozen to be kept: a restore now would lose that."""

    code = "publishing.draft_changed_meanwhile"


class BrokenExport(Invalid):
    """An export that does not amount to the digest it names; `line` is where that shows, if a line shows it."""

    code = "publishing.broken_export"


class NeverPublished(NotFound):
    """No version of this catalog has ever held that."""

    code = "publishing.never_published"


class EntryNotFound(NotFound):
    """The version has no such entry."""

    code = "publishing.entry_not_found"


class BrokenProof(Invalid):
    """What it says does not amount to the digest it names."""

    code = "publishing.broken_proof"
