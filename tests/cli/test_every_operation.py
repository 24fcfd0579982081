"""What the API can do, the command line can: each operation has its command, or a reason why it has none."""

import json
import re
from typing import Any

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
    "changeNodes": "node bulk",
    "changeTenant": "tenant change",
    "countRuleValues": "rule values",
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
    "blameRuleFile": "rules blame",
    "changeRuleBranch": "rules protect",
    "checkRules": "rules check",
    "checkRuleEdits": "rules check",
    "previewRuleMerge": "rules preview",
    "readRuleConflict": "rules conflict",
    "commitRuleFiles": "rules commit",
    "compareRules": "rules diff",
    "compareRuleBehaviour": "rules behaviour",
    "compareRulesInMeaning": "rules changes",
    "createRuleBranch": "rules begin",
    "createRuleTag": "rules tag",
    "deleteRuleBranch": "rules drop",
    "deleteRuleFile": "rules remove",
    "exportRules": "rules export",
    "importDmn": "rules import-dmn",
    "listRuleBranches": "rules branches",
    "listRuleCommits": "rules log",
    "listRuleFiles": "rules files",
    "listRuleTags": "rules tags",
    "mergeRules": "rules merge",
    "pickRules": "rules pick",
    "putRuleFile": "rules put",
    "readRuleBranch": "rules branch",
    "readRuleCommit": "rules show-commit",
    "readRuleFile": "rules show",
    "readRuleFileHistory": "rules history",
    "readRuleEditorCatalog": "rules schemas",
    "readRuleKinds": "rules kinds",
    "readRuleReferences": "rules references",
    "readRuleUses": "rules uses",
    "readRuleSchema": "rules schema",
    "readRuleSchemas": "rules schemas",
    "rehearseRules": "rules rehearse",
    "revertRules": "rules revert",
    "runRuleCases": "rules test",
    "listRuleCaseRuns": "rules test-runs",
    "readRuleCaseRun": "rules test-run",
    "readRuleDemands": "rules demands",
    "putRuleDemands": "rules demand",
    "deleteTag": "tag delete",
    "downloadImportErrors": "job errors",
    "explainMember": "node explain",
    "exportAudit": "audit export",
    "exportTree": "node export",
    "exportVersion": "versions export",
    "followLive": "environment follow",
    "freezeDraft": "versions freeze",
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
    "listDeletedNodes": "node deleted",
    "listMembers": "node members",
    "listProducts": "product list",
    "listPublications": "versions list",
    "listRatePlans": "rate-plan list",
    "listStorage": "versions storage",
    "listTags": "tag list",
    "listTokens": "api-token list",
    "lookUpPrices": "price lookup",
    "lookUpRatePlans": "rate-plan lookup",
    "lookUpServedRatePlans": "served lookup",
    "mintDevToken": "token",
    "moveNode": "node move",
    "moveTag": "tag set",
    "noteDiscoveries": "served discover",
    "parseRule": "rule parse",
    "previewRule": "rule preview",
    "proveEntry": "versions prove",
    "publishCatalog": "publish",
    "putAttribute": "attribute set",
    "putRule": "rule set",
    "readAuditEntry": "audit show",
    "readBinding": "binding show",
    "readOverview": "catalog overview",
    "readDifference": "diff",
    "readDraft": "catalog tree",
    "readDraftTree": "catalog tree",
    "searchEverything": "search",
    "readEnvironment": "environment show",
    "readEnvironmentHistory": "environment history",
    "readInheritedRules": "rule inherited",
    "readNode": "node show",
    "readNodeHistory": "versions history",
    "readPublishedCatalog": "catalog tree",
    "readRatePlanHistory": "versions history",
    "readRule": "rule show",
    "readRuleLanguage": "rule language",
    "readSubtree": "catalog tree",
    "readTag": "tag show",
    "readTenant": "tenant show",
    "readVersion": "versions show",
    "replaceProduct": "product replace",
    "replaceRatePlan": "rate-plan replace",
    "restoreCatalog": "catalog restore",
    "restoreDraft": "versions restore-draft",
    "restoreNode": "node restore",
    "restoreProduct": "product restore",
    "restoreRatePlan": "rate-plan restore",
    "retireVersions": "versions retire",
    "revokeToken": "api-token revoke",
    "rollbackCatalog": "rollback",
    "streamDifference": "diff",
    "summariseDifference": "impact",
    "unassignRatePlan": "node unassign",
    "unbindRoles": "binding remove",
    "verifyAudit": "audit verify",
    "verifyRuleLog": "rules verify",
    "withdrawCatalog": "withdraw",
}
SHOPPERS = "what shoppers see depends on who they are and on this moment: it is asked where they ask, with their token"
PROCESS = "says how a running process is; the command line is one of its own"
PROTOCOL = "a part of OpenID Connect that programs read"
BROWSER = "a step of signing in by browser; at the command line one is this machine's operator, or brings a token"
GIT = "git's own protocol: its command is git"
WITHOUT = {
    "advertiseGitRefs": GIT,
    "fetchByGit": GIT,
    "pushByGit": GIT,
    "askWhoToBe": BROWSER,
    "beSomebody": BROWSER,
    "discoverDevIssuer": PROTOCOL,
    "finishSignIn": BROWSER,
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
    "signIn": BROWSER,
    "signOut": "ends the session of a browser's cookie; there is none at the command line",
}
# What a query parameter is called here, if not --like-itself.
CALLED = {
    ("compareRules", "from"): "old",
    ("compareRules", "to"): "new",
    ("compareRuleBehaviour", "from"): "old",
    ("compareRuleBehaviour", "to"): "new",
    ("compareRulesInMeaning", "from"): "old",
    ("compareRulesInMeaning", "to"): "new",
    ("countRuleValues", "attribute"): "attribute",
    ("readRuleConflict", "id"): "name",
    ("readRuleUses", "file"): "file",
    ("readDifference", "from"): "old",
    ("readDifference", "to"): "new",
    ("proveEntry", "entry"): "entry",
    ("proveEntry", "kind"): "kind",
    ("readDraft", "path"): "path",
    ("searchEverything", "q"): "q",
    ("streamDifference", "from"): "old",
    ("streamDifference", "to"): "new",
    ("summariseDifference", "from"): "old",
    ("summariseDifference", "to"): "new",
    ("downloadImportErrors", "format"): "--json",
}
WHOLE = "a tree is shown whole, or as deep as --depth says"
BY_SUFFIX = "the file's name says it"
CHAIN = "the command walks the whole chain"
UNASKED = {
    ("importProducts", "format"): BY_SUFFIX,
    ("importProducts", "of"): "each sort has its command: import products, rate-plans, attributes",
    ("importTariffs", "format"): BY_SUFFIX,
    ("publishCatalog", "wait"): "the command does the work itself and is done when it returns",
    ("readDraft", "after"): WHOLE,
    ("readDraft", "limit"): WHOLE,
    ("readDraftTree", "after"): WHOLE,
    ("readDraftTree", "limit"): WHOLE,
    ("readDraftTree", "parent"): "node children lists one level",
    ("readPublishedCatalog", "after"): WHOLE,
    ("readPublishedCatalog", "limit"): WHOLE,
    ("readSubtree", "after"): WHOLE,
    ("readSubtree", "limit"): WHOLE,
    ("verifyAudit", "after"): CHAIN,
    ("verifyAudit", "limit"): CHAIN,
    ("verifyRuleLog", "after"): CHAIN,
    ("verifyRuleLog", "head"): "--told reads them from the file that they were told to",
    ("verifyRuleLog", "limit"): CHAIN,
}
# Lists that end by themselves, and what a shell pipes.
OPTIONS_OF_LISTS = {"--limit", "--after", "--all"}


def operations() -> dict[str, list[Any]]:
    """The parameters of each."""
    paths = json.loads((REFERENCE / "openapi.json").read_text(encoding="utf-8"))["paths"]
    found = (operation for methods in paths.values() for operation in methods.values())
    return {operation["operationId"]: operation.get("parameters", []) for operation in found}


def options() -> dict[str, set[str]]:
    """What each command takes: --options, and arguments by their names."""
    return {name: {said for each in command.params for said in each.opts} for name, command in commands_of()}


def test_every_operation_has_a_command_or_a_reason() -> None:
    assert operations().keys() == COMMAND_OF.keys() | WITHOUT.keys()
    assert COMMAND_OF.keys() & WITHOUT.keys() == set()


def test_the_commands_are_there() -> None:
    assert set(COMMAND_OF.values()) - dict(commands_of()).keys() == set()


@pytest.mark.parametrize("name", sorted(operation for operation in COMMAND_OF if operation.startswith("list")))
def test_a_list_is_read_page_by_page_or_whole(name: str) -> None:
    assert options()[COMMAND_OF[name]] >= OPTIONS_OF_LISTS


def test_what_asks_for_if_match_over_http_takes_it_here() -> None:
    known = options()
    asking = {name for name, asked in operations().items() if any(each["name"].lower() == "if-match" for each in asked)}
    assert {COMMAND_OF[name] for name in asking if "--if-match" not in known[COMMAND_OF[name]]} == set()


def test_what_can_be_asked_over_http_can_be_asked_here_or_says_why_not() -> None:
    known = options()
    asked = {
        (operation, each["name"]): known[COMMAND_OF[operation]]
        for operation, parameters in operations().items()
        for each in parameters
        if each["in"] == "query" and operation in COMMAND_OF
    }
    without = {what for what, there in asked.items() if CALLED.get(what, _option(what[1])) not in there}
    assert without == UNASKED.keys()
    assert CALLED.keys() <= asked.keys()


def _option(parameter: str) -> str:
    """dryRun → --dry-run"""
    return "--" + re.sub("([A-Z])", r"-\1", parameter).lower()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_the_command_says(name: str) -> None:
    """It is shown without importing the command, so it is written down twice."""
    said = Promised(name).kept.help or ""
    assert said.startswith(COMMANDS[name][1].rstrip("."))
