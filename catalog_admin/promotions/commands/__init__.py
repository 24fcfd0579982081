"""Publish, rollback, withdraw: each composes a release with one change in it, and moves the environment to it."""

from catalog_admin.promotions.commands.moving import Served
from catalog_admin.promotions.commands.publishing import PUBLISH, ask_to_publish, publish, run_publish
from catalog_admin.promotions.commands.republishing import ask_for_what_is_due, run_republish
from catalog_admin.promotions.commands.rolling_back import rollback
from catalog_admin.promotions.commands.withdrawing import Withdrawn, refuse_while_served, withdraw

__all__ = [
    "PUBLISH",
    "Served",
    "Withdrawn",
    "ask_for_what_is_due",
    "ask_to_publish",
    "publish",
    "refuse_while_served",
    "rollback",
    "run_publish",
    "run_republish",
    "withdraw",
]
