"""Whether a bundle's rules can be read at all: what can be said of them without knowing any attribute."""

from collections.abc import Iterator

from bundles.model import Bundle, Kind, Thing
from bundles.problems import Problem
from catalog_admin.catalogs.model.reference import read_reference
from catalog_admin.deploys.queries import stages_of
from catalog_admin.deploys.settling import rule_fault, source_of
from catalog_admin.kit.errors import Refusal
from catalog_admin.predicates.rules import read_logic


def unreadable_rules(bundle: Bundle) -> Iterator[Problem]:
    for stage in stages_of(bundle):
        for each in stage.wanted.of(Kind.RULESET):
            yield from _problems(each)


def _problems(ruleset: Thing) -> Iterator[Problem]:
    if ruleset.place is None:
        return
    file, line = ruleset.place.file, ruleset.place.line
    for position, said in enumerate(ruleset.body.get("rules", ())):
        member, source = source_of(said)
        try:
            read_reference(source) if member == "ref" else read_logic(source)
        except Refusal as refusal:
            fault = rule_fault(refusal, position, member)
            detail = f"{ruleset}: {fault.detail}"
            yield Problem(file, line, fault.pointer, refusal.code, detail, fault.suggestion)
