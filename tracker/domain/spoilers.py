"""What may be shown now."""

from __future__ import annotations

from typing import Literal

from tracker.domain.guide import Entry, Guide
from tracker.domain.progress import Progress

Level = Literal["off", "titles"]
"""``off`` shows all; ``titles`` hides titles past the next one."""


def default_level(progress: Progress) -> Level:
    """``titles`` until the viewer has finished the guide once."""
    return "off" if progress.seen else "titles"


def shown(guide: Guide, progress: Progress, level: Level) -> Guide:
    """The guide as far as it may be shown: what is hidden is not in it.

    Every place that shows anything shows this guide, so that none can give away what another
    hides. The name of an arc can tell how the last one ended: it is shown from the first entry
    of the arc that is behind the viewer.
    """
    if level == "off":
        entries = guide.entries
    else:
        walked = {
            entry.arc
            for entry in guide.entries
            if progress.passed(entry.id) and entry.id != progress.next_up
        }
        entries = tuple(
            (entry if entry.arc in walked else entry._replace(arc=None))
            if progress.passed(entry.id)
            else _untitled(entry)
            for entry in guide.entries
        )
    return guide._replace(
        entries=entries,
        notes=tuple(
            note if progress.seen else note._replace(rewatch=None)
            for note in guide.notes
            if progress.reached(note)
        ),
    )


def _untitled(entry: Entry) -> Entry:
    return entry._replace(
        title=None, title_ja=None, romaji=None, other_titles=(), arc=None, aired=None
    )
