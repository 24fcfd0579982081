"""What files may say: the published schemas, for editors."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from catalog_admin.artefacts.kinds.published import published
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.guards import TenantViewer
from catalog_admin.rules.errors import SchemaNotFound

router = APIRouter(prefix="/rules", tags=["rule repository"])


@router.get("/schemas", operation_id="readRuleSchemas", responses=refuses())
def read_schemas(actor: TenantViewer) -> dict[str, str]:
    """The name of each, with its `$id`."""
    return {name: str(schema["$id"]) for name, schema in published().items()}


@router.get("/schemas/{name}", operation_id="readRuleSchema", responses=refuses(404))
def read_schema(
    name: Annotated[str, Path(max_length=100, description="As the list names it.")],
    actor: TenantViewer,
) -> dict[str, Any]:
    """JSON Schema 2020-12."""
    found = published().get(name)
    if found is None:
        raise SchemaNotFound(f"there is no schema {name}")
    return found
