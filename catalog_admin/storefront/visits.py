"""Who reads, and in which environment: one dependency, so that one thread looks both up."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from catalog_admin.kit.actor import Actor, Role
from catalog_admin.kit.guards import EnvironmentHeader, Needs, NeedsToRead, current_reader, environment_for
from catalog_admin.kit.ids import EnvironmentId


@dataclass(frozen=True)
class Visit:
    actor: Actor
    environment: EnvironmentId


class NeedsVisit(NeedsToRead):
    def __call__(  # type: ignore[override]  # it also says where
        self, request: Request, x_environment: EnvironmentHeader = None
    ) -> Visit:
        actor = current_reader(request)
        if not actor.is_anonymous:
            self.check(actor)
        environment, _ = environment_for(request, actor, x_environment)
        return Visit(actor, environment)


class NeedsVisitUnlessBrowsing(NeedsVisit):
    """A browser that opens the address gets a page that says nothing; what the page asks comes with a token."""

    def __call__(  # type: ignore[override]  # nobody, for the page
        self, request: Request, x_environment: EnvironmentHeader = None
    ) -> Visit | None:
        return None if is_browsing(request) else super().__call__(request, x_environment)


def is_browsing(request: Request) -> bool:
    return "query" not in request.query_params and "text/html" in request.headers.get("accept", "")


class NeedsToReport(Needs):
    """Any role, and never nobody: what is told here moves rate plans up and down."""


Reporter = Annotated[Actor, Depends(NeedsToReport(*Role))]
Visitor = Annotated[Visit, Depends(NeedsVisit(*Role))]
VisitorOrBrowser = Annotated[Visit | None, Depends(NeedsVisitUnlessBrowsing(*Role))]
