"""Finds the browser that the console is tested with; on a Debian where we may, brings it."""

from __future__ import annotations

import os
import shutil
import sys

from tools.bootstrap import apt_get

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find() -> str | None:
    """CHROMIUM names one; else the usual names and places."""
    if named := os.environ.get("CHROMIUM"):
        return named
    found = (shutil.which(name) for name in NAMES)
    return next(filter(None, found), None) or next(filter(os.path.exists, ON_A_MAC), None)


def ensure() -> None:
    """Says in one line what is left out where there is none and none can be had."""
    if find() is None and not apt_get("chromium"):
        print("No Chromium here: the browser tests of the console (tests/console) are left out.", file=sys.stderr)
