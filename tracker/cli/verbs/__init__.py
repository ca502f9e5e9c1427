"""The verbs of the command line. Each stands with its function; here is the order of the help."""

from tracker.cli.verbs import walk, player, look, guide, bring, exchange, care  # noqa: I001  # the order of the help
from tracker.cli.verbs.table import VERBS

__all__ = ["VERBS", "bring", "care", "exchange", "guide", "look", "player", "walk"]
