"""The bundle format: YAML, JSON, NDJSON and CSV files that describe wanted state, and the plan to get there.

A pure library. Refuses to know: databases, HTTP, git and the service whose state it describes.
"""

from bundles.loader import load
from bundles.model import Bundle, Kind, State, Thing
from bundles.plan import Action, Plan, Step, after, difference
from bundles.problems import BundleRefused, Problem
from bundles.writing import write

__all__ = [
    "Action",
    "Bundle",
    "BundleRefused",
    "Kind",
    "Plan",
    "Problem",
    "State",
    "Step",
    "Thing",
    "after",
    "difference",
    "load",
    "write",
]
