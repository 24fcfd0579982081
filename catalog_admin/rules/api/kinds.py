"""What files may say: the published schemas, for editors.

They are the program's and not a tenant's, and an editor has no token: everybody may read them.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from catalog_admin.artefacts import editors
from catalog_admin.artefacts.kinds.published import published
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.guards import Everybody
from catalog_admin.rules.errors import SchemaNotFound
from catalog_admin.rules.schemas.kinds import EditorCatalogOut, KindOut

router = APIRouter(prefix="/rules", tags=["rule repository"])


@router.get("/kinds", operation_id="readRuleKinds", responses=refuses())
def read_kinds(_: Everybody, request: Request) -> list[KindOut]:
    """Every kind of file, where it lies, and the address of its schema."""
    return [KindOut.of(each, each.schema and _address(request, each.schema)) for each in editors.kinds()]


@router.get("/editor-catalog", operation_id="readRuleEditorCatalog", responses=refuses())
def read_editor_catalog(_: Everybody, request: Request) -> EditorCatalogOut:
    """Which files an editor checks with which schema, in the format of SchemaStore."""
    return EditorCatalogOut.model_validate(editors.catalog(lambda name: _address(request, name)))


@router.get("/schemas", operation_id="readRuleSchemas", responses=refuses())
def read_schemas(_: Everybody) -> dict[str, str]:
    """The parts that schemas are written in, each with its `$id`; `/rules/kinds` has them whole."""
    return {name: str(schema["$id"]) for name, schema in published().items()}


@router.get("/schemas/{name}", operation_id="readRuleSchema", responses=refuses(404))
def read_schema(
    name: Annotated[str, Path(max_length=100, description="A kind, such as `rule`; or a part, such as `rule.json`.")],
    _: Everybody,
    request: Request,
) -> dict[str, Any]:
    """JSON Schema 2020-12. Of a kind it refers to nothing outside, and its `$id` is where it was read from."""
    if name in editors.schemas():
        return editors.addressed(name, _address(request, name))
    part = published().get(name)
    if part is None:
        raise SchemaNotFound(f"there is no schema {name}")
    return part


def _address(request: Request, name: str) -> str:
    return f"{str(request.base_url).rstrip('/')}/rules/schemas/{name}"
