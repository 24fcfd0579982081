"""Query texts known by their SHA-256, so that a storefront sends the hash alone, by GET if it likes (the protocol that
Apollo calls automatic persisted queries).

Kept in memory by each process: whoever is told that one is unknown sends text and hash together, and it is known again.
A tenant's texts are its own.
"""

from collections import OrderedDict
from dataclasses import replace

from catalog_admin.kit.ids import TenantId
from catalog_admin.storefront.errors import PersistedQueryNotFound
from catalog_admin.storefront.graph.requests import GraphRequest

MOST_PER_TENANT = 1_000
MOST_CHARACTERS = 8 * 1024 * 1024

Name = tuple[TenantId, str]


class PersistedQueries:
    """The most recently used ones, up to a number of each tenant and of characters of all."""

    def __init__(self, most_per_tenant: int = MOST_PER_TENANT, most_characters: int = MOST_CHARACTERS) -> None:
        self._most_per_tenant, self._most_characters = most_per_tenant, most_characters
        self._texts: OrderedDict[Name, str] = OrderedDict()
        self._count: dict[TenantId, int] = {}
        self._characters = 0

    def complete(self, tenant: TenantId, asked: GraphRequest) -> GraphRequest:
        """With its text; raises PersistedQueryNotFound."""
        if asked.query or asked.sha256 is None:
            return asked
        text = self._texts.get((tenant, asked.sha256))
        if text is None:
            raise PersistedQueryNotFound("send the query's text together with its hash, once")
        self._texts.move_to_end((tenant, asked.sha256))
        return replace(asked, query=text)

    def keep(self, tenant: TenantId, asked: GraphRequest) -> None:
        """Of a query that was answered; the least recently used of the same tenant gives way first."""
        if asked.sha256 is None or (tenant, asked.sha256) in self._texts:
            return
        if self._count.get(tenant, 0) >= self._most_per_tenant:
            self._forget(next(name for name in self._texts if name[0] == tenant))
        self._texts[tenant, asked.sha256] = asked.query
        self._count[tenant] = self._count.get(tenant, 0) + 1
        self._characters += len(asked.query)
        while self._characters > self._most_characters:
            self._forget(next(iter(self._texts)))

    def _forget(self, name: Name) -> None:
        self._characters -= len(self._texts.pop(name))
        self._count[name[0]] -= 1
