"""What the trail and the events say of the repository, whichever way it was changed."""

from typing import Literal

from catalog_admin.audit import commands as audit
from catalog_admin.events import commands as events
from catalog_admin.kit.work import Work
from catalog_admin.rules.model import Advance
from catalog_admin.rules.signing import first_line

Verb = Literal["created", "deleted", "protected", "unprotected"]


def tell_branch(work: Work, verb: Verb, name: str, head: str) -> None:
    data = {"branch": name, "head": head}
    audit.record(work, action=f"rules.branch_{verb}", subject=f"branch:{name}", detail=data)
    events.emit(work, type=f"RuleBranch{verb.capitalize()}", subject=f"branch:{name}", data=data)


def tell_tag(work: Work, name: str, commit: str) -> None:
    data = {"tag": name, "commit": commit}
    audit.record(work, action="rules.tagged", subject=f"rule-tag:{name}", detail=data)
    events.emit(work, type="RulesTagged", subject=f"rule-tag:{name}", data=data)


def tell_advance(work: Work, moved: Advance, message: str, event: str) -> None:
    """Of a branch; `event` says how it came about."""
    subject = f"branch:{moved.branch}"
    data = {"branch": moved.branch, "before": moved.before, "commit": moved.head, "files": moved.count}
    audit.record(
        work,
        action=f"rules.{'merged' if event == 'RulesMerged' else 'committed'}",
        subject=subject,
        before={"head": moved.before},
        after={"head": moved.head},
        detail=data,
    )
    words = {"paths": [each.path for each in moved.files], "message": first_line(message)}
    events.emit(work, type=event, subject=subject, data=data | words)
