"""The verbs of the command line. Each stands with its function; here is the order of the help."""

from tracker.cli.verbs import walk, player, look, guide, bring, care  # noqa: I001  # the order of the help
from tracker.cli.verbs.table import VERBS

__all__ = ["VERBS", "bring", "care", "guide", "look", "player", "walk"]
