"""The verbs of the command line. Each is declared at its function; their order is set here."""

from tracker.cli.verbs import walk, player, look, guide, bring, exchange, care  # noqa: I001  # the order of the help
from tracker.cli.verbs.table import VERBS

__all__ = ["VERBS", "bring", "care", "exchange", "guide", "look", "player", "walk"]
