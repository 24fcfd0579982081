"""How spooled rows become published rows: the columns of each stage, and what is made of them."""

from dataclasses import dataclass
from functools import cached_property

from catalog_admin.publishing.candidate import Candidate, Fresh, Member
from catalog_admin.publishing.draft import Lens
from catalog_admin.publishing.facts import Words, facts_of, lifetime_of, shown, words_of
from catalog_admin.publishing.model import Kind
from catalog_admin.publishing.spool import Gathers

SEARCH = "setweight(to_tsvector('shelf', words_a), 'A') || setweight(to_tsvector('shelf', words_b), 'B') || found_by"
# The longest words are those of products: taken apart once for all of their rate plans.
PLANS_SEARCHED = (
    "stage JOIN (SELECT words_c, setweight(to_tsvector('shelf', words_c), 'C') AS found_by"
    " FROM stage GROUP BY words_c) searched USING (words_c)"
)


@dataclass(frozen=True)
class Stage:
    """A temporary table like `columns`; all of them that do not start with `words` or `body` are published.

    `identity` are the columns of which one ordinal has no two rows alike.
    """

    table: str
    columns: tuple[tuple[str, str], ...]
    identity: tuple[str, ...]
    extra: tuple[tuple[str, str], ...] = ()
    relation: str = "stage"

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)

    @cached_property
    def definition(self) -> str:
        return self.definition_of(self.names)

    def definition_of(self, names: tuple[str, ...]) -> str:
        kinds = dict(self.columns)
        return ", ".join(f"{name} {kinds[name]}" for name in names)

    @cached_property
    def has_body(self) -> bool:
        return any(name == "body" for name, _ in self.columns)

    @cached_property
    def targets(self) -> str:
        return ", ".join([*self._published, *(name for name, _ in self.extra)])

    @cached_property
    def sources(self) -> str:
        return ", ".join([*self._published, *(expression for _, expression in self.extra)])

    @property
    def _published(self) -> list[str]:
        return [name for name, _ in self.columns if name != "body" and not name.startswith("words_")]


HASHES = (("leaf", "integer"), ("entry_hash", "bytea"))
BODY = (*HASHES, ("body_hash", "bytea"), ("body", "text"))
SLUG = (("slug", "text"), ("locale", "text"), ("node_id", "uuid"))
STAGES = {
    stage.table: stage
    for stage in (
        Stage("entry", (("kind", "text"), ("key", "text"), *BODY), ("kind", "key")),
        Stage(
            "node",
            (
                *(("node_id", "uuid"), ("parent_id", "uuid"), ("key", "text"), ("path", "text"), ("tpath", "text")),
                *(("depth", "integer"), ("type", "text"), ("sort_key", "bigint")),
                *(("active_from", "timestamptz"), ("active_to", "timestamptz")),
                *BODY,
            ),
            ("node_id",),
        ),
        Stage(
            "plan",
            (
                *(("plan_id", "uuid"), ("key", "text"), ("sku", "text"), ("product_key", "text"), ("name", "text")),
                *(("status", "text"), ("effective_from", "date"), ("effective_to", "date"), ("facts", "jsonb")),
                *(("words_a", "text"), ("words_b", "text"), ("words_c", "text")),
                *BODY,
            ),
            ("plan_id",),
            extra=(("search", SEARCH),),
            relation=PLANS_SEARCHED,
        ),
        Stage(
            "membership",
            (
                *(("node_id", "uuid"), ("plan_id", "uuid"), ("source", "text"), ("pin", "integer")),
                *(("order_key", "text"), ("audience", "jsonb")),
                *HASHES,
            ),
            ("node_id", "plan_id"),
        ),
        Stage("slug", SLUG, tuple(name for name, _ in SLUG)),
        Stage("count", (("node_id", "uuid"), ("direct", "integer"), ("subtree", "integer")), ("node_id",)),
        Stage("leaf", (("leaf", "integer"), ("hash", "bytea")), ("leaf",)),
    )
}


def spool_entry(rows: Gathers, entry: Fresh, lens: Lens) -> None:
    """The row of one fresh entry."""
    hashes = (entry.leaf, entry.entry_hash)
    body = (*hashes, entry.body_hash, entry.body.decode())
    if entry.kind is Kind.MEMBERSHIP:
        member: Member = entry.of
        pin = member.order[:10]
        rows.add(
            "membership",
            *(member.node_id, member.plan_id, member.source, None if pin == "9" * 10 else int(pin)),
            *(member.order, member.audience, *hashes),
        )
    elif entry.kind is Kind.PLAN:
        words = words_of(entry.of, lens)
        rows.vocabulary.note(words.names, words.product, words.attributes)
        rows.add("plan", *_plan_values(entry, lens, words), *body)
    elif entry.kind is Kind.NODE:
        node = entry.of
        rows.add(
            "node",
            *(node.id, node.parent_id, node.key, node.path, node.tpath, node.depth, node.type, node.sort_key),
            *(node.active_from, node.active_to, *body),
        )
    else:
        rows.add("entry", entry.kind.value, entry.key, *body)


def _plan_values(entry: Fresh, lens: Lens, words: Words) -> tuple[object, ...]:
    card, lifetime = entry.of, lifetime_of(entry.of)
    return (
        *(card["id"], card["key"], card["sku"], card["product"]["key"], shown(card["name"], lens.locale)),
        *(lifetime.status, lifetime.effective_from, lifetime.effective_to),
        facts_of(card, lens).decode(),
        *(words.names, words.product, words.attributes),
    )


def derived_rows(candidate: Candidate) -> dict[str, set[tuple[str, ...]]]:
    """By table, all rows as text: what each node's metadata says of slugs, what nodes show, the tree of hashes."""
    nodes = candidate.draft.nodes
    return {
        "slug": {
            (slug, locale, str(node.id)) for node in nodes for locale, slug in (node.meta.get("slug") or {}).items()
        },
        "count": {
            (str(node.id), str(direct), str(subtree))
            for node, (direct, subtree) in zip(nodes, candidate.counts(), strict=True)
        },
        "leaf": {(str(leaf), f"\\x{hashed.hex()}") for leaf, hashed in candidate.leaf_hashes.items()},
    }
