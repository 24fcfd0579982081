"""What a job is given: who asked, where, with what, and the means to say how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from catalog_admin.jobs import store, uploads
from catalog_admin.jobs.errors import UploadGone
from catalog_admin.jobs.model import Interrupted
from catalog_admin.jobs.pulse import Pulse
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.work import Database, Work


@dataclass(frozen=True)
class JobContext:
    """`last_checkpoint` is what an attempt before this one committed, if there was one."""

    database: Database
    actor: Actor
    environment: EnvironmentId | None
    environment_key: str
    params: dict[str, Any]
    job_id: UUID
    attempt: int
    upload_id: UUID | None
    last_checkpoint: dict[str, Any] | None
    pulse: Pulse = field(repr=False)

    def work(self) -> Work:
        """A transaction of the actor who asked; commits when the block ends well."""
        return self.database.work(
            self.actor, self.environment, environment_key=self.environment_key, request_id=f"job-{self.job_id}"
        )

    def progress(self, percent: int, step: str) -> None:
        self.pulse.progress(percent, step)

    def check_cancelled(self) -> None:
        """Raises Cancelled or Interrupted; call it between things that can be undone."""
        self.pulse.check()

    def checkpoint(self, work: Work, state: dict[str, Any]) -> None:
        """Remember, in this very transaction, what is done. Raises Interrupted if another attempt has taken over."""
        if not store.change(work, self.job_id, self.attempt, checkpoint=state):
            raise Interrupted

    @contextmanager
    def uploaded_file(self) -> Iterator[Path]:
        """What was sent, as a local file while the block lasts. Raises UploadGone."""
        if self.upload_id is None:
            raise UploadGone("nothing was sent for this job")
        with NamedTemporaryFile(prefix="catalog-admin-") as file:
            with self.work() as work:
                uploads.write_to(work, self.upload_id, file)
            file.flush()
            yield Path(file.name)
