"""A kind of job that ends only when it is told to: imported by the worker process of a test."""

import time
from typing import Any

from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import job_kind

SLOW = "tests.slow"


@job_kind(SLOW, resumable=True)
def runs_until_told(context: JobContext) -> dict[str, Any]:
    while True:
        context.check_cancelled()
        time.sleep(0.05)
