"""The development issuer's page in a browser, and the code it gives out."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response, status
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, StringConstraints

from catalog_admin.access.api.development import Issuer, codes_of
from catalog_admin.access.dev_codes import Asked, Guise
from catalog_admin.access.dev_page import POLICY, TenantChoice, display_name, page
from catalog_admin.access.errors import AuthorizationMalformed
from catalog_admin.access.own_pages import origin_of
from catalog_admin.access.schemas import EnvironmentKey
from catalog_admin.access.signing_in import CALLBACK
from catalog_admin.kit.actor import Role
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.guards import Everybody

router = APIRouter(prefix="/dev", tags=["development"])

Text = Annotated[str, StringConstraints(max_length=4096)]


class ChosenForm(BaseModel):
    """What the page's form says; a field that was left empty says nothing."""

    model_config = ConfigDict(extra="forbid")

    client_id: Text
    redirect_uri: Text
    state: Text
    nonce: Text
    code_challenge: Text
    tenant: EnvironmentKey
    role: Role
    catalog: Text = ""
    path: Text = ""
    environments: Text = ""
    subject: Annotated[str, StringConstraints(max_length=200)] = ""
    claims: Text = ""

    def guise(self) -> Guise:
        """Raises AuthorizationMalformed."""
        if self.path and not self.catalog:
            raise AuthorizationMalformed("a path lies in a catalog: name it too")
        where = {name: said for name, said in (("catalog", self.catalog), ("path", self.path)) if said}
        subject = self.subject.strip() or f"dev-{self.role.value}"
        return Guise(
            tenant=self.tenant,
            roles=() if where else (self.role.value,),
            subject=subject,
            display_name=subject if self.subject.strip() else display_name(self.role),
            grants=[{"role": self.role.value, **where}] if where else None,
            environments=self.environments.replace(",", " ").split() or None,
            claims=_claims_in(self.claims),
        )


@router.get(
    "/authorize",
    operation_id="askWhoToBe",
    responses=refuses(404),
    response_class=HTMLResponse,
)
def ask_who_to_be(
    request: Request,
    _: Everybody,
    issuer: Issuer,
    client_id: Annotated[Text, Query()],
    redirect_uri: Annotated[Text, Query()],
    state: Annotated[Text, Query()],
    nonce: Annotated[Text, Query()],
    code_challenge: Annotated[Text, Query()],
    response_type: Annotated[Text, Query()],
    code_challenge_method: Annotated[Text, Query()],
    scope: Annotated[Text, Query()] = "openid",
) -> Response:
    """A page with one button for each role."""
    asked = Asked(client_id, redirect_uri, state, nonce, code_challenge)
    codes_of(request).check(asked, response_type, code_challenge_method, _own_callback(request))
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(page(asked, _tenants(request)), headers=headers)


@router.post(
    "/authorize",
    operation_id="beSomebody",
    responses={**refuses(404), 303: {"description": "Back to the console, with a code."}},
    status_code=status.HTTP_303_SEE_OTHER,
    response_class=RedirectResponse,
)
def be_somebody(request: Request, _: Everybody, issuer: Issuer, chosen: Annotated[ChosenForm, Form()]) -> Response:
    """The page's form."""
    asked = Asked(chosen.client_id, chosen.redirect_uri, chosen.state, chosen.nonce, chosen.code_challenge)
    codes = codes_of(request)
    codes.check(asked, "code", "S256", _own_callback(request))
    address = codes.issue(asked, chosen.guise())
    return RedirectResponse(address, status.HTTP_303_SEE_OTHER, {"Cache-Control": "no-store"})


def _own_callback(request: Request) -> str:
    """By the name that was asked for: the guard has seen that it is this machine's own."""
    return origin_of(str(request.url)) + CALLBACK


def _tenants(request: Request) -> Sequence[TenantChoice]:
    """None where nobody may list them: then a key is typed in."""
    find = getattr(request.app.state, "tenants_to_choose", None)
    return [TenantChoice(each.key, each.name) for each in find()] if find is not None else []


def _claims_in(text: str) -> dict[str, Any]:
    """Lines of name=value; a name that comes again makes a list of what it says."""
    found: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not name or not equals:
            raise AuthorizationMalformed("a claim is written name=value")
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
