"""What the API can do, the command line can: each operation has its command, or a reason why it has none."""

import json

import pytest

from catalog_admin.cli.app import COMMANDS, Promised
from tools.cli_reference import commands_of
from tools.reference import REFERENCE

COMMAND_OF = {
    "assignInBulk": "node assign-file",
    "assignRatePlan": "node assign",
    "arrangeChildren": "node order",
    "bindRoles": "binding set",
    "cancelJob": "job cancel",
    "changeCatalog": "catalog change",
    "changeNode": "node change",
    "changeTenant": "tenant change",
    "createCatalog": "catalog create",
    "createEnvironment": "environment create",
    "createNode": "node create",
    "createProduct": "product create",
    "createRatePlan": "rate-plan create",
    "createToken": "api-token create",
    "deleteAttribute": "attribute delete",
    "deleteCatalog": "catalog delete",
    "deleteNode": "node delete",
    "deleteProduct": "product delete",
    "deleteRatePlan": "rate-plan delete",
    "deleteRule": "rule delete",
    "deleteTag": "tag delete",
    "downloadImportErrors": "job errors",
    "explainMember": "node explain",
    "exportAudit": "audit export",
    "exportTree": "node export",
    "exportVersion": "versions export",
    "getAttribute": "attribute show",
    "getJob": "job show",
    "getProduct": "product show",
    "getRatePlan": "rate-plan show",
    "importProducts": "import products",
    "importTariffs": "import tariffs",
    "importTree": "import nodes",
    "listAttributes": "attribute list",
    "listAudit": "audit list",
    "listBindings": "binding list",
    "listCatalogs": "catalog list",
    "listChildren": "node children",
    "listEnvironments": "environment list",
    "listEvents": "event list",
    "listJobs": "job list",
    "listNodes": "node list",
    "listMembers": "node members",
    "listProducts": "product list",
    "listPublications": "versions list",
    "listRatePlans": "rate-plan list",
    "listTags": "tag list",
    "listTokens": "api-token list",
    "lookUpPrices": "price lookup",
    "mintDevToken": "token",
    "moveNode": "node move",
    "moveTag": "tag set",
    "previewRule": "rule preview",
    "publishCatalog": "publish",
    "putAttribute": "attribute set",
    "putRule": "rule set",
    "readAuditEntry": "audit show",
    "readBinding": "binding show",
    "readDifference": "diff",
    "readDraft": "catalog tree",
    "readEnvironment": "environment show",
    "readEnvironmentHistory": "environment history",
    "readNode": "node show",
    "readPublishedCatalog": "catalog tree",
    "readRule": "rule show",
    "readSubtree": "catalog tree",
    "readTag": "tag show",
    "readTenant": "tenant show",
    "readVersion": "versions show",
    "replaceProduct": "product replace",
    "replaceRatePlan": "rate-plan replace",
    "restoreCatalog": "catalog restore",
    "restoreNode": "node restore",
    "restoreProduct": "product restore",
    "restoreRatePlan": "rate-plan restore",
    "revokeToken": "api-token revoke",
    "rollbackCatalog": "rollback",
    "unassignRatePlan": "node unassign",
    "unbindRoles": "binding remove",
    "verifyAudit": "audit verify",
    "withdrawCatalog": "withdraw",
}
SHOPPERS = "what shoppers see depends on who they are and on this moment: it is asked where they ask, with their token"
PROCESS = "says how a running process is; the command line is one of its own"
PROTOCOL = "a part of OpenID Connect that programs read"
WITHOUT = {
    "discoverDevIssuer": PROTOCOL,
    "isAlive": PROCESS,
    "isReady": PROCESS,
    "listServedCatalogs": SHOPPERS,
    "queryGraphql": SHOPPERS,
    "queryGraphqlByParameters": SHOPPERS,
    "readDevKeys": PROTOCOL,
    "readMe": "at this machine one is its operator",
    "readServedCatalog": SHOPPERS,
    "readServedNode": SHOPPERS,
    "readServedNodeByPath": SHOPPERS,
    "readServedNodeBySlug": SHOPPERS,
    "readServedRatePlan": SHOPPERS,
    "readServedRatePlanBySku": SHOPPERS,
    "readServedTree": SHOPPERS,
    "readShelf": SHOPPERS,
    "searchRatePlans": SHOPPERS,
}
# Lists that end by themselves, and what a shell pipes.
OPTIONS_OF_LISTS = {"--limit", "--after", "--all"}


def operations() -> set[str]:
    paths = json.loads((REFERENCE / "openapi.json").read_text(encoding="utf-8"))["paths"]
    return {operation["operationId"] for methods in paths.values() for operation in methods.values()}


def test_every_operation_has_a_command_or_a_reason() -> None:
    assert operations() == COMMAND_OF.keys() | WITHOUT.keys()
    assert COMMAND_OF.keys() & WITHOUT.keys() == set()


def test_the_commands_are_there() -> None:
    assert set(COMMAND_OF.values()) - dict(commands_of()).keys() == set()


@pytest.mark.parametrize("name", sorted(operation for operation in COMMAND_OF if operation.startswith("list")))
def test_a_list_is_read_page_by_page_or_whole(name: str) -> None:
    options = {option for each in dict(commands_of())[COMMAND_OF[name]].params for option in each.opts}
    assert options >= OPTIONS_OF_LISTS


def test_what_asks_for_if_match_over_http_takes_it_here() -> None:
    paths = json.loads((REFERENCE / "openapi.json").read_text(encoding="utf-8"))["paths"]
    asking = {
        operation["operationId"]
        for methods in paths.values()
        for operation in methods.values()
        if any(parameter["name"].lower() == "if-match" for parameter in operation.get("parameters", ()))
    }
    known = dict(commands_of())
    without = {
        COMMAND_OF[name]
        for name in asking
        if "--if-match" not in {option for each in known[COMMAND_OF[name]].params for option in each.opts}
    }
    assert without == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_the_command_says(name: str) -> None:
    """It is shown without importing the command, so it is written down twice."""
    said = Promised(name).kept.help or ""
    assert said.startswith(COMMANDS[name][1].rstrip("."))
