"""Query texts that were parsed and found valid: storefronts send the same few for ever."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graphql import DocumentNode, GraphQLError, parse
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

# Parsed, a text takes about 150 times its length.
MOST_CHARACTERS = 512 * 1024


@dataclass(frozen=True)
class Learnt:
    """What was found out of a text when it was asked before, and does not depend on its variables.

    How objects are told in one go, by type and selected fields (see forms), and what it weighs, by operation (limits).
    """

    forms: dict[Hashable, Any] = field(default_factory=dict)
    weights: dict[Hashable, Any] = field(default_factory=dict)


class Understood(NamedTuple):
    document: DocumentNode
    errors: list[GraphQLError]
    learnt: Learnt


class Texts:
    """The most recently used ones, up to a number of characters."""

    def __init__(self, most_characters: int = MOST_CHARACTERS) -> None:
        self.most_characters = most_characters
        self._understood: OrderedDict[str, Understood] = OrderedDict()
        self._characters = 0

    def get(self, text: str) -> Understood | None:
        if text in self._understood:
            self._understood.move_to_end(text)
        return self._understood.get(text)

    def keep(self, text: str, understood: Understood) -> None:
        if text not in self._understood:
            self._characters += len(text)
        self._understood[text] = understood
        while self._characters > self.most_characters:
            gone, _ = self._understood.popitem(last=False)
            self._characters -= len(gone)


TEXTS = Texts()


class Remembered(SchemaExtension):
    """Parses and validates each text once. Strawberry's own caches count texts, however long they are."""

    understood: Understood | None = None

    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        self.understood = TEXTS.get(context.query or "")
        if self.understood is not None:
            context.graphql_document = self.understood.document
        elif context.query:
            context.graphql_document = parse(context.query, **context.parse_options)
        yield

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        if self.understood is None and context.graphql_document is not None:
            rules = context.validation_rules
            errors = validate_document(context.schema._schema, context.graphql_document, rules)
            self.understood = Understood(context.graphql_document, errors, Learnt())
            TEXTS.keep(context.query or "", self.understood)
        if self.understood is not None:
            context.pre_execution_errors = self.understood.errors
            context.context.learnt = self.understood.learnt
        yield
