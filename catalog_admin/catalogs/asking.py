"""What this room asks of the rule repository, which lies above: what references lead to.

By itself, so that whoever answers loads nothing else of this room.
"""

from collections.abc import Callable, Collection, Mapping

from catalog_admin.catalogs.model.reference import Found, Reference, Unresolved
from catalog_admin.kit.rooms_above import Question
from catalog_admin.kit.work import Reads, Work

Answers = Mapping[Reference, Found | Unresolved]

CONDITIONS: Question[Callable[[Reads | Work, Collection[Reference]], Answers]] = Question("rules")
