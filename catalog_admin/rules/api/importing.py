"""What comes from elsewhere."""

from fastapi import APIRouter, Response, status

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import RepositoryAuthor, TenantWork
from catalog_admin.kit.idempotency import Idempotent, Reply
from catalog_admin.kit.preconditions import IfMatchUnlessNew
from catalog_admin.rules import commands
from catalog_admin.rules.api.asked import TheMirrors
from catalog_admin.rules.etags import etag_of, told_to_look_first
from catalog_admin.rules.schemas.importing import DmnIn, ImportedOut

router = APIRouter(prefix="/rules", tags=["rule repository"], route_class=ExactRoute)


@router.post(
    "/import/dmn",
    operation_id="importDmn",
    status_code=status.HTTP_201_CREATED,
    response_model=ImportedOut,
    responses=refuses(404, 409, 412, 413, 428),
)
def import_dmn(
    body: DmnIn,
    actor: RepositoryAuthor,
    work: TenantWork,
    mirrors: TheMirrors,
    once: Idempotent,
    expected: IfMatchUnlessNew,
) -> Response:
    """Decision tables of DMN 1.3, in a commit of their own. If-Match is the ETag of the file that is replaced."""

    def made() -> Reply:
        content, message = body.content.encode(), body.message or ""
        with told_to_look_first(expected):
            imported = commands.import_dmn(work, mirrors, body.branch, body.name, content, message, expected)
        head = imported.advance.head
        headers = {"Location": f"/rules/commits/{head}", "ETag": etag_of(imported.advance.files[0].after or "")}
        return Reply(ImportedOut.of(imported), status.HTTP_201_CREATED, headers)

    return once.reply(work, made)
