"""Values in words, the same words everywhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from tracker.domain.guide import Entry, Note
from tracker.domain.outlook import Figures, LastTime
from tracker.domain.progress import Progress, Tally

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_JOINERS = "\u200c\u200d"  # Persian and emoji need them
_REPLACED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean(text: str) -> str:
    """Text that can do nothing to a terminal: controls, bidi marks and the like replaced."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " "
        if char in "\t\n\r"
        else "\ufffd"
        if unicodedata.category(char) in _REPLACED and char not in _JOINERS
        else char
        for char in text
    )


def duration(seconds: int) -> str:
    """``6 h 04``, ``45 min``; a started minute counts."""
    hours, minutes = divmod(-(-seconds // 60), 60)
    return f"{hours} h {minutes:02}" if hours else f"{minutes} min"


def position(seconds: int) -> str:
    """``13:42``, ``1:02:03``."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def day(when: date, today: date) -> str:
    """``today``, ``yesterday``, ``Tuesday``, ``3 November``, ``3 November 2024``."""
    past = (today - when).days
    if past in (0, 1):
        return ("today", "yesterday")[past]
    if 1 < past < 7:
        return WEEKDAYS[when.weekday()]
    return full_date(when) if when.year != today.year else full_date(when).rsplit(" ", 1)[0]


def full_date(when: date) -> str:
    """``3 October 1985``."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def short_date(when: date, today: date) -> str:
    """A date for a narrow column, at most ten cells: ``3 Nov``, or ``Nov 2024``."""
    month = MONTHS[when.month - 1][:3]
    return f"{when.day} {month}" if when.year == today.year else f"{month} {when.year}"


def count(number: int, singular: str, plural: str = "") -> str:
    """``1 note``, ``2 notes``."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def series(texts: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)


def span(entries: Iterable[Entry], order: Sequence[Entry]) -> str:
    """``Episodes 12–14 and 17``, ``Episode 37 and Act I``: entries in the order they stand."""
    place = {entry.id: at for at, entry in enumerate(order)}
    texts = []
    for kind, group in groupby(entries, key=lambda entry: entry.kind):
        members = list(group)
        runs: list[list[Entry]] = []
        for entry in members:
            if runs and place[entry.id] == place[runs[-1][-1].id] + 1:
                runs[-1].append(entry)
            else:
                runs.append([entry])
        labels = [
            run[0].label if len(run) == 1 else f"{run[0].label}–{run[-1].label}" for run in runs
        ]
        texts.append(f"{kind.name if len(members) == 1 else kind.plural} {series(labels)}")
    return series(texts)


def tally(tally: Tally) -> str:
    """``25 of 40 · 62 % · 6 h 04 left``, and what was jumped over."""
    texts = [f"{tally.watched} of {tally.total}", f"{tally.percent} %"]
    is_all = tally.watched == tally.total
    texts.append("all watched" if is_all else f"{duration(tally.left)} left")
    if tally.jumped:
        texts.append(f"{tally.jumped} jumped over")
    return " · ".join(texts)


def last_time(last: LastTime, progress: Progress, today: date) -> str:
    """``Last time: Tuesday, episodes 12–14; stopped at 13:42 of 15``."""
    texts = []
    if last.watched:
        texts.append(lower(span(last.watched, progress.guide.entries)))
    if last.stopped:
        at = position(progress.marks[last.stopped.id].position)
        alike = last.watched and last.watched[-1].kind == last.stopped.kind
        what = last.stopped.label if alike else lower(last.stopped.name)
        texts.append(f"stopped at {at} of {what}")
    return f"Last time: {day(last.evening, today)}, {'; '.join(texts)}"


def figures(took: Figures) -> tuple[str, ...]:
    """What a pass took, in a few short lines."""
    lines = [f"{took.entries} watched, {duration(took.seconds)} in all"]
    if took.first and took.last and took.first != took.last:
        lines.append(f"{full_date(took.first)} to {full_date(took.last)}")
        lines.append(count(took.evenings, "evening"))
    elif took.first:
        lines.append(f"all on {full_date(took.first)}")
    return tuple(lines)


def note_text(note: Note) -> str:
    """All that a note says, paragraphs parted by an empty line."""
    return f"{note.text}\n\n{note.rewatch}" if note.rewatch else note.text


def lower(text: str) -> str:
    """With a small first letter, to stand inside a sentence."""
    return text[:1].lower() + text[1:]


def upper(text: str) -> str:
    """With a capital first letter, to stand alone."""
    return text[:1].upper() + text[1:]
