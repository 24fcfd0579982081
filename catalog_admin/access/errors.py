"""What this room refuses. A 401 says what is wrong with the token and nothing about what it might open."""

from catalog_admin.kit.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated, Unavailable


class CredentialsMissing(Unauthenticated):
    """No bearer token, or more than one."""

    code = "access.credentials_missing"


class TokenMalformed(Unauthenticated):
    """Neither a JWT nor an API token."""

    code = "access.token_malformed"


class TokenForged(Unauthenticated):
    """The signature does not hold, or is of a kind that proves nothing."""

    code = "access.token_forged"


class KeyUnknown(Unauthenticated):
    """The issuer has no such key."""

    code = "access.key_unknown"


class TokenExpired(Unauthenticated):
    """It was good once."""

    code = "access.token_expired"


class TokenNotYetValid(Unauthenticated):
    """It will be good later."""

    code = "access.token_not_yet_valid"


class WrongIssuer(Unauthenticated):
    """From an issuer this service does not trust."""

    code = "access.wrong_issuer"


class WrongAudience(Unauthenticated):
    """For another service."""

    code = "access.wrong_audience"


class ClaimRefused(Unauthenticated):
    """A claim we need is missing or has another form."""

    code = "access.claim_refused"


class TenantUnknown(Unauthenticated):
    """The token names no tenant, or none of ours."""

    code = "access.tenant_unknown"


class TokenUnknown(Unauthenticated):
    """No such API token."""

    code = "access.token_unknown"


class TokenRevoked(Unauthenticated):
    """The API token was taken back."""

    code = "access.token_revoked"


class IssuerAway(Unavailable):
    """The identity provider's keys cannot be fetched, and none are known."""

    code = "access.issuer_away"


class GrantExceedsOwn(Forbidden):
    """Nobody gives away more than he holds."""

    code = "access.grant_exceeds_own"


class TokenNotFound(NotFound):
    """This tenant has no such API token."""

    code = "access.token_not_found"


class BindingNotFound(NotFound):
    """Nothing is bound to this subject."""

    code = "access.binding_not_found"


class GrantMalformed(Invalid):
    """A role we do not know, or a path without its catalog."""

    code = "access.grant_malformed"


class DevIssuerRefused(Conflict):
    """The development issuer lives on loopback only, and never beside a real one."""

    code = "access.dev_issuer_refused"


class NoDevIssuer(NotFound):
    """There is no development issuer here."""

    code = "access.no_dev_issuer"


class NotFromHere(Forbidden):
    """The development issuer talks to this machine only."""

    code = "access.not_from_here"


class KeyExposed(Conflict):
    """Others can read the development issuer's key."""

    code = "access.key_exposed"
