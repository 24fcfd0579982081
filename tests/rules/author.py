"""What an author does, in the words of the tests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog_admin.artefacts.merging.model import Choice
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work
from catalog_admin.rules import commands, queries
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.model import Advance, Demands
from rulestore.mirror import Mirrors

CONTEXT = {
    "type": "object",
    "properties": {
        "discount": {"type": "number"},
        "segment": {"type": "string"},
        "region": {"type": "string"},
    },
}


def predicate(id: str, when: str, **more: Any) -> str:
    return json.dumps({"id": id, "when": when, **more})


@dataclass
class Author:
    work: Work
    mirrors: Mirrors

    def begin(self) -> Advance:
        """What conditions may read, and a first condition."""
        return self.write(schemas__context=json.dumps(CONTEXT), predicates__high=predicate("high", "discount > 10"))

    def branch(self, name: str, at: str = "main") -> str:
        return commands.create_branch(self.work, self.mirrors, name, at).head

    def write(self, on: str = "draft", message: str = "a change", **files: str | None) -> Advance:
        """`predicates__high="..."` is predicates/high.json; None takes it away."""
        edits = [FileEdit(path_of(name), text.encode() if text is not None else None) for name, text in files.items()]
        return commands.commit_files(self.work, self.mirrors, on, edits, message)

    def merge(
        self, source: str, into: str = "main", choices: Mapping[str, Choice] | None = None, **more: Any
    ) -> Advance:
        return commands.merge_branch(self.work, self.mirrors, source, into, choices=choices, **more)

    def demand(self, demands: Demands, of: str = "main") -> Demands:
        return commands.demand(self.work, self.mirrors, of, demands, Expected("*"))

    def read(self, name: str, at: str = "draft") -> Any:
        return json.loads(queries.file(self.work, self.mirrors, at, path_of(name)).content)

    def paths(self, at: str = "draft") -> list[str]:
        return [each.path for each in queries.listed(self.work, self.mirrors, at).items]


def path_of(name: str) -> str:
    return name.replace("__", "/") + ".json"
