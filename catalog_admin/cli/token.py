"""Bearer tokens of the development issuer."""

from typing import Annotated

import typer

from catalog_admin.access.issuing import dev_token
from catalog_admin.cli.asked import DEFAULT_TENANT, TenantOption
from catalog_admin.cli.errors import BadArgument, NoDevIssuer
from catalog_admin.kit.actor import Role
from catalog_admin.settings import Settings


def token(
    tenant: TenantOption = DEFAULT_TENANT,
    role: Annotated[list[Role] | None, typer.Option(help="May be given several times; default: viewer.")] = None,
    catalog: Annotated[str | None, typer.Option(help="The roles hold in this catalog only.")] = None,
    path: Annotated[str | None, typer.Option(help="…and only below this path.")] = None,
    subject: Annotated[str | None, typer.Option(help="Who the token says it is.")] = None,
    claim: Annotated[list[str] | None, typer.Option(help="name=value, for what shoppers may see.")] = None,
    ttl: Annotated[int, typer.Option(min=1, help="Seconds until it expires.")] = 8 * 3600,
) -> None:
    """Print a token that the running service of the same data directory accepts."""
    settings = Settings()
    if not settings.uses_dev_issuer:
        raise NoDevIssuer("tokens come from your identity provider", suggestion="unset OIDC_ISSUER for development")
    typer.echo(minted(settings, tenant, role or [Role.VIEWER], catalog, path, subject, _claims(claim or []), ttl))


def minted(
    settings: Settings,
    tenant: str,
    roles: list[Role],
    catalog: str | None = None,
    path: str | None = None,
    subject: str | None = None,
    claims: dict[str, str] | None = None,
    ttl: int = 8 * 3600,
) -> str:
    where = {name: value for name, value in (("catalog", catalog), ("path", path)) if value}
    if path and not catalog:
        raise BadArgument("a path lies in a catalog: give --catalog too", pointer="/path")
    grants = [{"role": role.value, **where} for role in roles] if where else None
    everywhere = [] if where else [role.value for role in roles]
    details = {"subject": subject, "grants": grants, "claims": claims or {}, "ttl_seconds": ttl}
    return dev_token(settings.data_dir.absolute(), tenant, everywhere, **details)


def _claims(said: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in said]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise BadArgument("a claim is written name=value", pointer="/claim")
    return {name: value for name, _, value in pairs}
