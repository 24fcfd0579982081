"""Writing into the chain: queued while a command works, appended as the last statement before COMMIT."""

from datetime import UTC
from typing import Any

import orjson

from catalog_admin.audit.model import digest_of, plain
from catalog_admin.kit.canonical import canonical_json
from catalog_admin.kit.work import Work

QUEUE = "audit"
IN_ORDER = "SELECT said FROM json_array_elements_text(CAST(:audit AS json)) WITH ORDINALITY AS e (said, nr) ORDER BY nr"


def record(work: Work, *, action: str, subject: str, before: Any = None, after: Any = None, detail: Any = None) -> None:
    """Say what was done; call it once the change has succeeded.

    `before` and `after` leave only their digests, `detail` is kept as said: small and free of secrets.
    """
    entry = {
        "action": action,
        "actor": work.actor.subject,
        "after": digest_of(after),
        "at": work.now.astimezone(UTC).isoformat(),
        "before": digest_of(before),
        "detail": plain(detail),
        "environment": work.environment_key or None,
        "environmentId": plain(work.environment_or_none),
        "requestId": work.request_id,
        "subject": subject,
    }
    queue: list[str] = work.session.info.setdefault(QUEUE, [])
    queue.append(canonical_json(entry).decode())
    work.say_last(QUEUE, lambda: _appended(work))


def _appended(work: Work) -> tuple[str, dict[str, Any]]:
    """Everything queued at once: the head of the tenant's chain is locked from here to COMMIT."""
    bodies = orjson.dumps(work.session.info.pop(QUEUE)).decode()
    return f"audit_append(ARRAY({IN_ORDER}))", {"audit": bodies}
