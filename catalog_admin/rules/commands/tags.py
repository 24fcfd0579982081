"""Names that stay where they are."""

from catalog_admin.kit.actor import Role
from catalog_admin.kit.work import Work
from catalog_admin.rules.desk import writing
from catalog_admin.rules.errors import NameTaken
from catalog_admin.rules.model import TAGS, Tag
from catalog_admin.rules.refusals import in_our_words
from catalog_admin.rules.signing import said, signed
from catalog_admin.rules.telling import tell_tag
from rulestore.errors import RefMoved
from rulestore.mirror import Mirrors
from rulestore.names import checked_new_ref


def create_tag(work: Work, mirrors: Mirrors, name: str, at: str, message: str = "") -> Tag:
    """Annotated: it says who made it, and why. Raises NameTaken, RevisionNotFound, BadName."""
    work.actor.must(Role.PUBLISHER)
    with in_our_words("/name"):
        checked_new_ref(TAGS + name)
    reason = message or name
    with writing(work, mirrors) as store:
        commit = store.ask(at, lambda _, found: found)
        try:
            tag = store.tag(name, commit, signed(work, reason), said(work, reason))
        except RefMoved as there:
            raise NameTaken(f"there is a tag {name} already", pointer="/name") from there
    tell_tag(work, name, commit.hex())
    return Tag(name, tag.hex(), commit.hex(), reason, work.actor.subject, work.now.replace(microsecond=0))
