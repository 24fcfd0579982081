"""What everybody may ask: is the service alive, is it ready, its reference, the console or the plain page."""

from pathlib import Path

import fastapi_swagger
from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from catalog_admin.front import console
from catalog_admin.front.landing import POLICY, landing_page, welcome
from catalog_admin.kit.work import Database

# FastAPI's own page would load Swagger UI from a CDN; a package brings its files along.
WAITING = "waiting for the database"
SWAGGER = Path(fastapi_swagger.__file__).parent / "resources"


def open_front_door(app: FastAPI) -> None:
    """Adds `/`, `/console`, `/docs`, `/healthz` and `/readyz`, which everybody may ask."""
    app.state.welcome = welcome(app.state.settings, has_demo=False)
    app.mount("/swagger", StaticFiles(directory=SWAGGER))
    if console.is_built():
        app.mount(console.PLACE, console.Console())

    @app.get("/docs", include_in_schema=False)
    async def reference() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="/openapi.json",
            title="catalog-admin: REST",
            swagger_js_url="/swagger/swagger-ui-bundle.js",
            swagger_css_url="/swagger/swagger-ui.css",
            swagger_favicon_url="/swagger/favicon-32x32.png",
        )

    @app.head("/healthz", include_in_schema=False)
    @app.get("/healthz", tags=["service"], operation_id="isAlive")
    async def is_alive() -> dict[str, str]:
        """The process answers; says nothing about the database."""
        return {"status": "alive"}

    @app.head("/readyz", include_in_schema=False)
    @app.get("/readyz", tags=["service"], operation_id="isReady", responses={503: {"description": "Not now."}})
    def is_ready(request: Request) -> JSONResponse:
        """A database answers too: requests may be sent here. With a replica: who is read from, how far it is behind.

        `reads only`: there is no primary, storefronts go on from the replica, and what would change anything gets 503.
        """
        said = readiness(request.app.state.database)
        return JSONResponse(said, 503 if said["status"] == WAITING else 200)

    @app.get("/", include_in_schema=False, response_class=HTMLResponse)
    async def landing(request: Request) -> Response:
        if console.is_built():
            return RedirectResponse(f"{console.PLACE}/", headers={"Cache-Control": "no-store"})
        page = landing_page(str(request.base_url).rstrip("/"), request.app.state.welcome)
        return HTMLResponse(page, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})


def readiness(database: Database) -> dict[str, str | float | None]:
    servers = database.servers
    has_primary = _answers(servers.primary.engine)
    if servers.replica is None:
        return {"status": "ready" if has_primary else WAITING}
    has_replica = _answers(servers.replica.engine)
    is_replica_read = has_replica and (not has_primary or servers.standing.replica_serves())
    behind = servers.standing.behind_seconds() if has_replica else None
    return {
        "status": "ready" if has_primary else "reads only" if has_replica else WAITING,
        "reads": "replica" if is_replica_read else "primary" if has_primary else None,
        "behindSeconds": None if behind is None else round(behind, 1),
    }


def _answers(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
