"""What only the command line refuses."""

import psycopg
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from catalog_admin.kit.errors import Conflict, Invalid, NotFound, Refusal, Unavailable
from catalog_admin.kit.failures import refusal_of
from catalog_admin.settings import Settings


class PortTaken(Conflict):
    """Another program listens there."""

    code = "cli.port_taken"


class AddressUnusable(Invalid):
    """HOST is not an address of this machine, or PORT is not for us."""

    code = "cli.address_unusable"


class DatabaseUnreachable(Unavailable):
    """Nothing answers at DATABASE_URL, or it does not let us in."""

    code = "cli.database_unreachable"


class DatabaseRefused(Conflict):
    """The database holds to something that no check of ours said first; nothing was changed."""

    code = "cli.database_refused"


class DatabaseBehind(Conflict):
    """The database is older than this program: `catalog-admin migrate` brings it up."""

    code = "cli.database_behind"


class NoSuchTenant(NotFound):
    """This database knows no tenant of that key."""

    code = "cli.no_such_tenant"


class NoDevIssuer(Conflict):
    """Tokens come from the configured identity provider, not from here."""

    code = "cli.no_dev_issuer"


class NotConfirmed(Conflict):
    """Something irreversible was asked for, and not confirmed."""

    code = "cli.not_confirmed"


class BadArgument(Invalid):
    """A file or a value that cannot be meant."""

    code = "cli.bad_argument"


class FileUnusable(Invalid):
    """A file that cannot be read or written."""

    code = "cli.file_unusable"


class DemoElsewhere(Conflict):
    """The demo is only reset in the embedded database, which is the program's own."""

    code = "cli.demo_elsewhere"


class NotTheDemo(Conflict):
    """The tenant `demo` was made by somebody else, so nothing is loaded into it."""

    code = "cli.not_the_demo"


class BadSetting(Invalid):
    """An environment variable that cannot be read as what it should be."""

    code = "cli.bad_setting"


def bad_setting(wrong: ValidationError) -> BadSetting:
    """Names the variables and never repeats their values: one may be a secret in the wrong place."""
    said = [f"{str(error['loc'][0]).upper()}: {error['msg']}" for error in wrong.errors(include_input=False)]
    return BadSetting("; ".join(said), suggestion="catalog-admin config check shows all settings")


def refusal_for(error: Exception) -> Refusal | None:
    """What is told in one line although nobody raised it as a refusal; None for a bug of ours."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, OSError):
        return FileUnusable(f"{error.filename}: {error.strerror}") if error.filename is not None else None
    if isinstance(error, ValidationError):
        return bad_setting(error) if error.title == Settings.__name__ else None
    known = refusal_of(error)
    if known is None and isinstance(error, IntegrityError | psycopg.IntegrityError):
        return DatabaseRefused(str(getattr(error, "orig", None) or error).strip().splitlines()[0][:300])
    return known
