"""Who may call what: read from the routes' own signatures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from catalog_admin.kit.actor import Role
from catalog_admin.kit.guards import Needs, NeedsNothing, NeedsToRead, guard_of

HEAD = """# Who may call what

A role may be held everywhere in the tenant, in one catalog, or below one of its paths. ● means the role opens the
route; where the route has a target, the role must cover it. ■ means the role must be held for the whole tenant.
○ needs no token at all (readers: only where the tenant lets them in).

"""


@dataclass(frozen=True)
class Opening:
    """One route and method with the permission type in its signature; `guard` is None where the program is public."""

    method: str
    path: str
    route: APIRoute
    guard: Needs | None

    def lets_in(self, role: Role) -> bool:
        """Whether somebody with this one role, held everywhere, gets past the guard."""
        if self.guard is None or isinstance(self.guard, NeedsNothing):
            return True
        return role is Role.TENANT_ADMIN or role in self.guard.roles

    @property
    def needs_a_token(self) -> bool:
        return self.guard is not None and not isinstance(self.guard, NeedsNothing | NeedsToRead)


def openings(app: FastAPI) -> list[Opening]:
    return sorted(_openings(app), key=lambda opening: (opening.path, opening.method))


def _openings(app: FastAPI) -> Iterator[Opening]:
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            for method in route.methods - {"HEAD", "OPTIONS"}:
                yield Opening(method, _documented(str(context.path)), route, guard_of(route.dependant))


def _documented(path: str) -> str:
    """As in the OpenAPI document: `{subject:path}` is `{subject}` there."""
    return re.sub(r":\w+}", "}", path)


def page(app: FastAPI) -> str:
    roles = list(Role)
    head = f"| route | {' | '.join(role.value for role in roles)} | nobody |\n| --- |{' :-: |' * (len(roles) + 1)}\n"
    return HEAD + head + "".join(_row(opening, roles) for opening in openings(app))


def _mark(opening: Opening, role: Role) -> str:
    if not opening.lets_in(role):
        return ""
    return "■" if opening.guard is not None and opening.guard.is_needed_everywhere(role) else "●"


def _row(opening: Opening, roles: list[Role]) -> str:
    marks = [_mark(opening, role) for role in roles]
    anybody = "" if opening.needs_a_token else "○"
    return f"| `{opening.method} {opening.path}` | {' | '.join([*marks, anybody])} |\n"
