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


class SessionUnknown(Unauthenticated):
    """No such session of the console: signed out, or a cookie that was replaced long ago."""

    code = "access.session_unknown"


class SessionExpired(Unauthenticated):
    """Too long without a request, or too long altogether: sign in again."""

    code = "access.session_expired"


class SignInLost(Unauthenticated):
    """This browser began no sign-in, or too long ago."""

    code = "access.sign_in_lost"


class StateMismatch(Unauthenticated):
    """The answer belongs to another sign-in than the one this browser began last."""

    code = "access.state_mismatch"


class NonceMismatch(Unauthenticated):
    """The ID token was made for another sign-in."""

    code = "access.nonce_mismatch"


class CodeRefused(Unauthenticated):
    """The identity provider does not take the authorization code: used, too old, or not made for us."""

    code = "access.code_refused"


class DeniedByIssuer(Unauthenticated):
    """The identity provider did not let this person in, or the person declined."""

    code = "access.denied_by_issuer"


class IssuerFailed(Unauthenticated):
    """The identity provider ended the sign-in with an error of its own."""

    code = "access.issuer_failed"


class NoRoles(Forbidden):
    """Known, but neither the identity provider nor a binding names a role."""

    code = "access.no_roles"


class ForeignOrigin(Forbidden):
    """A session's cookie came with a request of another origin's page."""

    code = "access.foreign_origin"


class ForeignSite(Forbidden):
    """A session's cookie came with a request that another site set off."""

    code = "access.foreign_site"


class ConsoleHeaderMissing(Forbidden):
    """With a session's cookie, what changes something carries the header X-Console: 1."""

    code = "access.console_header_missing"


class AddressNotOurs(Forbidden):
    """Asked by a host name that is neither this machine's own nor the one in CONSOLE_URL."""

    code = "access.address_not_ours"


class NoSignIn(NotFound):
    """Nobody signs in here by browser: there is no development issuer, and no OIDC_CLIENT_ID."""

    code = "access.no_sign_in"


class AuthorizationMalformed(Invalid):
    """Not a request for an authorization code with PKCE (S256) by our own console."""

    code = "access.authorization_malformed"


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
