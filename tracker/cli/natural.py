"""What people call the verbs when they have not looked them up."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.cli.verbs.table import VERBS
from tracker.domain.asked import NotUnderstood, nearest, quoted

CALLED: Mapping[str, str] = {
    "watched": "seen see saw done mark marked watch viewed check tick log record finish finished",
    "clear": "unwatch unwatched unmark unmarked unsee unseen unskip unstop uncheck untick remove"
    " delete del rm erase",
    "undo": "undone revert back oops rollback",
    "redo": "redone unundo",
    "next": "resume continue current now todo upcoming",
    "status": "progress state summary overview far",
    "list": "ls all episodes entries order titles",
    "show": "find search info details detail about read cat get lookup grep episode",
    "stats": "history statistics figures calendar diary year streak streaks",
    "passes": "viewings runs reviews",
    "stopped": "stop pause paused position bookmark at",
    "skip": "skipped ignore leave omit hide",
    "rate": "rating rated ratings score stars give vote",
    "rate ENTRY none": "unrate unrated unrating",
    "remark": "comment note write review thought thoughts say edit",
    "rewatch": "again restart begin start",
    "plan": "schedule outlook when planning forecast deadline ics",
    "spoilers": "spoiler level hidden unhide reveal",
    "profiles": "profile user users viewer viewers who accounts account",
    "where": "path paths file directory settings config configuration options preferences",
    "doctor": "verify repair fix health diagnose",
    "card": "picture image share png svg",
    "help": "manual man usage commands verbs",
    "watched ENTRY --at WHEN": "date dated redate",
    "--version": "version",
}
"""For each thing that can be meant, the words for it that are not near it anyway."""
INTERFACE = frozenset(("open", "tui", "ui", "gui", "interface", "menu", "run", "launch"))


def no_verb(word: str) -> NotUnderstood:
    """What to say about a word that is not a verb: what was meant, but never what does harm."""
    typed = word.casefold()
    for meant, words in CALLED.items():
        if typed in words.split():
            return NotUnderstood(f"no verb {quoted(word)}; did you mean {meant}?")
    if typed in INTERFACE:
        return NotUnderstood(f"no verb {quoted(word)}; layzner alone opens the interface")
    # "unlist" is near to "list", and means the opposite.
    safe = [
        name
        for name, verb in VERBS.items()
        if not verb.does_harm and name.startswith("un") == typed.startswith("un")
    ]
    near = nearest(word, safe, 0.65)
    return NotUnderstood(f"no verb {quoted(word)}{near or '; see layzner help'}")
