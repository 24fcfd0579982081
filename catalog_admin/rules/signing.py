"""Who a commit is signed by: the subject that the audit knows, in the form that git can keep."""

import re

from catalog_admin.kit.work import Reads, Work
from rulestore.changing import Signed
from rulestore.limits import PERSON_BYTES
from rulestore.model import Said, Signature

UNSIGNABLE = re.compile(r"[<>\x00-\x1f\x7f]")


def signature(work: Reads | Work) -> Signature:
    """`user:tess <user:tess@acme>`: an address that no mail goes to, unless the token told a real one."""
    subject, told = work.actor.subject, work.actor.claims.get("email")
    email = told if isinstance(told, str) and told.strip() else f"{subject}@{work.actor.tenant_key}"
    return Signature(_signable(subject), _signable(email), work.now)


def signed(work: Reads | Work, message: str) -> Signed:
    return Signed(signature(work), message)


def said(work: Work, reason: str) -> Said:
    """For the log of moves: the first line will do."""
    return Said(work.actor.subject, first_line(reason))


def first_line(message: str) -> str:
    """Empty where a message says nothing, as one that some client has made may."""
    return next(iter(message.strip().splitlines()), "")[:200]


def _signable(text: str) -> str:
    whole = UNSIGNABLE.sub("_", text).strip() or "nobody"
    return whole.encode()[:PERSON_BYTES].decode(errors="ignore").strip()
