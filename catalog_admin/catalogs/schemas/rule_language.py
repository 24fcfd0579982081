"""Words for whoever writes rules: what can be read, what can be called, what is wrong with the sentence so far."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import model_validator

from catalog_admin.catalogs.queries.values import Values
from catalog_admin.catalogs.schemas.reasons import shown_value
from catalog_admin.kit.words import Words
from catalog_admin.predicates.drafting import Draft, Fault
from catalog_admin.predicates.model import Attribute, Kind, Scope
from catalog_admin.predicates.operators import CONSTRUCTS, FUNCTIONS, Construct, Function


class ParseIn(Words):
    """A condition in one of its two notations: the short form, or JSONLogic."""

    expression: str | None = None
    when: Any = None

    @model_validator(mode="after")
    def _says_it_one_way(self) -> "ParseIn":
        if (self.expression is None) == (self.when is None):
            raise ValueError("say the condition: as expression or as when")
        return self

    @property
    def source(self) -> Any:
        return self.when if self.expression is None else self.expression


class PlaceOut(Words):
    """Characters (code points) of the expression, the end not included."""

    start: int
    end: int


class FaultOut(Words):
    """Why it is no rule yet. `repaired` is the whole expression, mended: tried, not only proposed."""

    code: str
    detail: str
    pointer: str | None
    place: PlaceOut | None
    suggestion: str | None
    repaired: str | None

    @classmethod
    def of(cls, fault: Fault) -> "FaultOut":
        refused, place = fault.refused, fault.place
        return cls(
            code=refused.code,
            detail=refused.detail,
            pointer=refused.pointer,
            place=None if place is None else PlaceOut(start=place[0], end=place[1]),
            suggestion=refused.suggestion,
            repaired=fault.repaired,
        )


class ParsedOut(Words):
    """Both notations of it, canonical, as soon as its form can be read; it is a rule when there is no `fault`."""

    expression: str | None
    when: Any
    reads: list[str]
    reads_time: bool
    fault: FaultOut | None

    @classmethod
    def of(cls, draft: Draft) -> "ParsedOut":
        return cls(
            expression=draft.text,
            when=draft.logic,
            reads=sorted(draft.reads),
            reads_time=draft.reads_time,
            fault=None if draft.fault is None else FaultOut.of(draft.fault),
        )


class ReadableOut(Words):
    """A name that rules may read; `allowed`, where given, are all values it can have."""

    name: str
    type: Kind
    many: bool
    title: str | None
    allowed: list[Any] | None

    @classmethod
    def of(cls, name: str, attribute: Attribute) -> "ReadableOut":
        return cls(
            name=name,
            type=attribute.type.kind,
            many=attribute.type.many,
            title=attribute.title,
            allowed=None if attribute.allowed is None else [shown_value(each) for each in sorted(attribute.allowed)],
        )


class OperatorOut(Words):
    """`short` is an example of it. Of our own functions: how they are spelled, what they take and give."""

    name: str
    family: str
    meaning: str
    short: str
    spelling: str | None = None
    takes: list[list[Kind]] | None = None
    gives: Kind | Literal["as taken"] | None = None
    reads_time: bool = False

    @classmethod
    def of(cls, operator: Construct | Function) -> "OperatorOut":
        said = cls(name=operator.name, family=operator.family, meaning=operator.meaning, short=operator.short)
        if isinstance(operator, Function):
            said.spelling = operator.spelling
            said.takes = [sorted(kinds) for kinds in operator.takes]
            said.gives = operator.gives or "as taken"
            said.reads_time = operator.reads_time
        return said


class LanguageOut(Words):
    """What a rule can say here: the names in its reach, and the operators of the language."""

    attributes: list[ReadableOut]
    operators: list[OperatorOut]

    @classmethod
    def of(cls, scope: Scope) -> "LanguageOut":
        operators: Iterable[Construct | Function] = (*CONSTRUCTS.values(), *FUNCTIONS.values())
        return cls(
            attributes=[ReadableOut.of(name, attribute) for name, attribute in sorted(scope.items())],
            operators=[OperatorOut.of(each) for each in operators],
        )


class ValueOut(Words):
    """`plans` counts the rate plans that say it."""

    value: Any
    plans: int


class ValuesOut(Words):
    """The most frequent first, of `distinct` ones; `missing` of `total` rate plans say nothing."""

    items: list[ValueOut]
    distinct: int
    missing: int
    total: int

    @classmethod
    def of(cls, found: Values) -> "ValuesOut":
        return cls(
            items=[ValueOut(value=shown_value(value), plans=plans) for value, plans in found.values],
            distinct=found.distinct,
            missing=found.missing,
            total=found.total,
        )
