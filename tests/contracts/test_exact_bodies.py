"""Every route that reads JSON reads it exactly: repeated members, halves of characters and NUL are refused by name."""

from fastapi.routing import APIRoute, iter_route_contexts

from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app
from catalog_admin.settings import Settings
from tests.world import FixedGate, World

FORMS = {"/dev/authorize"}


def test_every_body_is_read_exactly(database: Database, world: World) -> None:
    app = create_app(Settings(demo=False), database, gate=FixedGate(world.actor, world))
    routes = [(each.path, each.original_route) for each in iter_route_contexts(app.routes)]
    reading = [(path, each) for path, each in routes if isinstance(each, APIRoute) and each.dependant.body_params]
    assert len(reading) > 20
    assert [path for path, each in reading if path not in FORMS and not isinstance(each, ExactRoute)] == []
