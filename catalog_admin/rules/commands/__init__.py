"""Changing the rules: each verb is one landing, with its trail and its event."""

from catalog_admin.rules.checkpointing import ask_for_checkpoints, make_checkpoint
from catalog_admin.rules.commands.branches import change_branch, create_branch, delete_branch
from catalog_admin.rules.commands.cases import demand, run_cases
from catalog_admin.rules.commands.files import commit_files
from catalog_admin.rules.commands.importing import Imported, import_dmn
from catalog_admin.rules.commands.merging import merge_branch
from catalog_admin.rules.commands.replaying import pick_commit, revert_commit
from catalog_admin.rules.commands.tags import create_tag
from catalog_admin.rules.editing import FileEdit
from catalog_admin.rules.founding import found_repository
from catalog_admin.rules.later import run_cases_later

__all__ = [
    "FileEdit",
    "Imported",
    "ask_for_checkpoints",
    "change_branch",
    "commit_files",
    "create_branch",
    "create_tag",
    "delete_branch",
    "demand",
    "found_repository",
    "import_dmn",
    "make_checkpoint",
    "merge_branch",
    "pick_commit",
    "revert_commit",
    "run_cases",
    "run_cases_later",
]
