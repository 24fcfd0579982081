"""Identities. Rows get time-ordered UUIDs (RFC 9562, version 7), so indexes grow at one end."""

import secrets
import time
from typing import NewType
from uuid import UUID

TenantId = NewType("TenantId", UUID)
EnvironmentId = NewType("EnvironmentId", UUID)
CatalogId = NewType("CatalogId", UUID)
NodeId = NewType("NodeId", UUID)
ProductId = NewType("ProductId", UUID)
RatePlanId = NewType("RatePlanId", UUID)
JobId = NewType("JobId", UUID)


def new_id() -> UUID:
    """A version 7 UUID: 48 bits of milliseconds, 74 random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
