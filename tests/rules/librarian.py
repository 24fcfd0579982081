"""A shop whose rules stand in the tenant's repository: each change of it is committed, and merged into its channel."""

import json
from dataclasses import dataclass, field
from typing import Any

from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs.commands.rulesets import SaidRule
from catalog_admin.catalogs.model.draft import Effect
from catalog_admin.kit.work import Work
from catalog_admin.rules import commands
from catalog_admin.rules.commands import FileEdit
from rulestore.mirror import Mirrors
from tests.publishing.shop import ANY, Shop
from tests.rules.author import path_of, predicate

CONTEXT = {
    "type": "object",
    "properties": {"weight": {"type": "number"}, "colour": {"type": "string"}, "size": {"type": "number"}},
}


@dataclass
class Librarian:
    """`main` is reached as everybody reaches it: by a branch that is merged."""

    shop: Shop
    mirrors: Mirrors
    name: str = "change"
    at: str = ""
    _count: int = field(default=0)

    def work(self) -> Work:
        """Of the tenant."""
        return self.shop.database.work(self.shop.world.actor, request_id="r-1")

    def begin(self) -> "Librarian":
        self.say(schemas__context=json.dumps(CONTEXT), predicates__heavy=predicate("heavy", "weight > 10"))
        return self

    def say(self, **files: str | None) -> str:
        """`predicates__heavy="..."` is predicates/heavy.json; None takes it away. Returns what `main` is then."""
        self._count += 1
        branch = f"{self.name}-{self._count}"
        edits = [FileEdit(path_of(name), text.encode() if text is not None else None) for name, text in files.items()]
        with self.work() as work:
            commands.create_branch(work, self.mirrors, branch, "main")
            commands.commit_files(work, self.mirrors, branch, edits, "a change")
        with self.work() as work:
            self.at = commands.merge_branch(work, self.mirrors, branch, "main").head
        return self.at

    def heavy(self, when: str, **more: Any) -> str:
        return self.say(predicates__heavy=predicate("heavy", when, **more))

    def refer(self, path: str, ref: str = "predicates/heavy@main", effect: Effect = "include", **more: Any) -> None:
        node = self.shop.id_of(path)
        with self.shop.work() as work:
            said = SaidRule("let-in", effect, None, "/rules/0", ref=ref, **more)
            catalogs.put_ruleset(work, node, [said], [], ANY)
