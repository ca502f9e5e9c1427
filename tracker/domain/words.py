"""Values in words, the same words everywhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.dates import AnyDate, PartialDate
from tracker.domain.guide import Entry, Guide, Note
from tracker.domain.journal import Event
from tracker.domain.outlook import (
    Figures,
    LastTime,
    done_on,
    here_before,
    part_done_on,
    tonight,
)
from tracker.domain.progress import Progress, State, Tally
from tracker.domain.spoilers import LEVELS, Level

if TYPE_CHECKING:
    from tracker.domain.history import Diary, History, Usual
    from tracker.domain.plan import Plan, Planned

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


BEST = 5
"""How many of the best a line names at most."""
WIDEST = 6
"""Cells of a column of labels; a longer label shifts only its own line."""


class Sign(NamedTuple):
    """How a state is shown to people."""

    label: str
    glyph: str
    look: str
    """The name of its looks."""


SIGNS: Mapping[State, Sign] = {
    State.TO_WATCH: Sign("to watch", " ", "to-watch"),
    State.STOPPED: Sign("stopped", "◐", "stopped"),
    State.WATCHED: Sign("watched", "✓", "watched"),
    State.SKIPPED: Sign("skipped", "»", "skipped"),
    State.LEFT_OUT: Sign("left out", "×", "left-out"),
}

_JOINERS = "\u200c\u200d"  # Persian and emoji need them
_REPLACED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean(text: str) -> str:
    """Text that is harmless to a terminal: controls, bidi marks and the like are replaced."""
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


def remark(events: Iterable[Event]) -> str:
    """The viewer's remark, harmless, line by line; if two machines wrote at once, both."""
    return "\n\n".join(clean_lines(event.text) for event in events)


def remark_line(events: Iterable[Event]) -> str:
    """The same in one line."""
    return " ".join(remark(events).split())


def clean_lines(text: str) -> str:
    """Text of several lines that is harmless to a terminal."""
    return "\n".join(clean(line).rstrip() for line in text.splitlines()).strip("\n")


def cells(text: str) -> int:
    """How many cells a text takes in a terminal, judging by its characters."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def column(entries: Iterable[Entry]) -> int:
    """How wide a column for the labels of entries is: as the longest, but 3 to 6 cells."""
    return max(3, min(WIDEST, max((cells(entry.label) for entry in entries), default=0)))


def label(entry: Entry, width: int) -> str:
    """The label of an entry, right-aligned in a column."""
    return " " * (width - cells(entry.label)) + entry.label


def rating(of_ten: int) -> str:
    """``8/10``."""
    return f"{of_ten}/10"


def duration(seconds: int) -> str:
    """``6 h 04``, ``45 min``; rounded up to the minute."""
    hours, minutes = divmod(-(-seconds // 60), 60)
    return f"{hours} h {minutes:02}" if hours else f"{minutes} min"


def position(seconds: int) -> str:
    """``13:42``, ``1:02:03``."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def day(when: AnyDate, today: date) -> str:
    """``today``, ``yesterday``, ``Tuesday``, ``3 November``, ``3 November 2024``, ``in 2011``.

    A day to come is marked as such: ``27 November (in the future)``.
    """
    if isinstance(when, PartialDate):
        return on_date(when)
    past = (today - when).days
    if past in (0, 1):
        return ("today", "yesterday")[past]
    if 1 < past < 7:
        return WEEKDAYS[when.weekday()]
    said = near_date(when, today)
    return said if past > 0 else f"{said} (in the future)"


def on_date(when: AnyDate) -> str:
    """``on 3 October 1985``, ``in October 1985``, ``in 1985``."""
    is_partial = isinstance(when, PartialDate) and when.year
    return f"{'in' if is_partial else 'on'} {full_date(when)}"


def full_date(when: AnyDate) -> str:
    """``3 October 1985``, ``October 1985``, ``1985``: as exact as it is known."""
    if isinstance(when, PartialDate):
        named = f"{MONTHS[when.month - 1]} {when.year}" if when.month else f"{when.year}"
        return named if when.year else "an unknown day"
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def near_date(when: date, today: date) -> str:
    """``3 October``, with its year where that is another than today's."""
    said = full_date(when)
    return said if when.year != today.year else said.rpartition(" ")[0]


def short_date(when: AnyDate, today: date) -> str:
    """A date for a narrow column, at most ten cells: ``3 Nov``, ``Nov 2024``, or ``2011``."""
    if isinstance(when, PartialDate):
        return f"{MONTHS[when.month - 1][:3]} {when.year}" if when.month else f"{when.year}"
    day = short_day(when)
    return day if when.year == today.year else f"{day.rpartition(' ')[2]} {when.year}"


def short_full_date(when: AnyDate) -> str:
    """``3 Nov 2024``, ``Nov 2024``, ``2011``."""
    if isinstance(when, PartialDate):
        return short_date(when, when.first)
    return f"{short_day(when)} {when.year}"


def short_day(when: date) -> str:
    """``3 Nov``."""
    return f"{when.day} {MONTHS[when.month - 1][:3]}"


def count(number: int, singular: str, plural: str = "") -> str:
    """``1 note``, ``2 notes``."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def series(texts: Sequence[str], last: str = "and") -> str:
    """``A``, ``A and B``, ``A, B and C``; with another word before the last, ``A or B``."""
    return f" {last} ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)


def some(texts: Sequence[str], most: int = 5) -> str:
    """``A, B and C``, and of more than ``most`` the first: ``A, B and 7 more``."""
    more = [f"{len(texts) - most} more"] if len(texts) > most else []
    return series([*texts[:most], *more])


def passes(numbers: Sequence[int]) -> str:
    """``pass 1``, ``passes 1 and 2``; of many, ``8 passes, 1 to 8``."""
    if len(numbers) > 3:
        return f"{len(numbers)} passes, {numbers[0]} to {numbers[-1]}"
    return f"{'passes' if len(numbers) > 1 else 'pass'} {series([*map(str, numbers)])}"


def span(entries: Iterable[Entry], order: Sequence[Entry]) -> str:
    """``Episodes 12–14 and 17``, ``Episode 37 and Act I``: the entries, in the order given.

    A dash joins only entries that are consecutive both in the order and in number.
    """
    return upper(span_in_sentence(entries, order))


def span_in_sentence(entries: Iterable[Entry], order: Sequence[Entry]) -> str:
    """``episodes 12–14 and 17``, ``Naruto 3``: the same inside a sentence."""
    place = {entry.id: at for at, entry in enumerate(order)}
    texts: list[str] = []
    for kind, group in groupby(entries, key=lambda entry: entry.kind):
        members = list(group)
        name = kind.name if len(members) == 1 else kind.plural
        texts.append(f"{upper(name) if texts else name} {series(labels(members, place))}")
    return series(texts)


def labels(entries: Iterable[Entry], place: Mapping[str, int]) -> list[str]:
    """``12–14``, ``17``: the labels of entries of one kind, with a dash between neighbours."""
    runs: list[list[Entry]] = []
    for entry in entries:
        before = runs[-1][-1] if runs else entry
        if (entry.number, place[entry.id]) == (before.number + 1, place[before.id] + 1):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return [run[0].label if len(run) == 1 else f"{run[0].label}–{run[-1].label}" for run in runs]


def tally(tally: Tally) -> str:
    """``25 of 40 · 62 % · 6 h 04 left``, and what was jumped over."""
    return " · ".join(_tally(tally))


def how_far(progress: Progress, level: Level, today: date) -> tuple[str, ...]:
    """``Pass 2``, ``25 of 40``, ``62 %``, ``6 h 04 left``, ``at this pace done on 3 December``."""
    texts = _tally(progress.tally)
    if progress.number > 1:
        texts.insert(0, f"Pass {progress.number}")
    if outlook := forecast(progress, level, today):
        texts.append(outlook)
    return tuple(texts)


def heading(progress: Progress) -> list[str]:
    """``Pass 2``, ``12 of 40``, ``12 h 48 left``; of a finished pass what it took in all."""
    tally = progress.tally
    is_all = tally.watched == tally.total
    texts = [f"Pass {progress.number}"] if progress.number > 1 or is_all else []
    seconds = sum(
        progress.guide.entry(entry).seconds
        for entry, mark in progress.marks.items()
        if mark.do == "watched"
    )
    time = duration(seconds) if is_all else f"{duration(tally.left)} left"
    return [*texts, f"{tally.watched} of {tally.total}", time]


def done_by(progress: Progress, level: Level, today: date) -> str:
    """``done on 18 December``, ``this part done tomorrow``; empty where there is no telling."""
    when = done_on(progress, today)
    if when is None:
        return ""
    ahead = (when - today).days
    said = ("today", "tomorrow")[ahead] if ahead in (0, 1) else f"on {near_date(when, today)}"
    return f"this part done {said}" if LEVELS[level].hides_parts else f"done {said}"


def all_watched(progress: Progress) -> str:
    """``You have watched it all``, if nothing is open; not for those who skipped the end."""
    return "You have watched it all" if progress.is_done else "Nothing is left to watch"


def beyond_the_walk(jumped: int, waiting: int, undo: str) -> str:
    """What a mark jumped over and how many notes wait, if any; ``undo`` takes the mark back."""
    over = f"that jumps over {jumped}; {undo} takes it back" if jumped else ""
    wait = "waits" if waiting == 1 else "wait"
    notes = f"{count(waiting, 'note')} {wait} until you get there" if waiting else ""
    return ". ".join(text for text in (over, notes) if text)


def as_it_stands(progress: Progress) -> str:
    """``Pass 1 is at 25 of 40 and stays as it is.``, before another pass begins."""
    tally = progress.tally
    return f"Pass {progress.number} is at {tally.watched} of {tally.total} and stays as it is."


def forecast(progress: Progress, level: Level, today: date) -> str:
    """``at this pace done on Thursday 3 December``; empty if there is no telling."""
    when = done_on(progress, today)
    what = "this part done" if LEVELS[level].hides_parts else "done"
    return f"at this pace {what} {coming_day(when, today)}" if when else ""


def coming_day(when: date, today: date) -> str:
    """``today``, ``tomorrow``, ``on Thursday 3 December``, ``on Sunday 3 January 2027``."""
    ahead = (when - today).days
    if ahead in (0, 1):
        return ("today", "tomorrow")[ahead]
    return f"on {weekday(when, today)}"


def last_time(last: LastTime, progress: Progress, today: date) -> str:
    """``Last time: Tuesday, episodes 12–14; stopped at 13:42 of 15``."""
    texts = []
    if last.watched:
        texts.append(span_in_sentence(last.watched, progress.guide.entries))
    if last.stopped:
        at = position(progress.marks[last.stopped.id].position)
        alike = last.watched and last.watched[-1].kind == last.stopped.kind
        what = last.stopped.label if alike else last.stopped.in_sentence
        texts.append(f"stopped at {at} of {what}")
    return f"Last time: {day(last.evening, today)}, {'; '.join(texts)}"


def outlook(progress: Progress, today: date) -> list[tuple[str, str]]:
    """What is likely to come, each with its name: tonight, the end of the part, the pass before."""
    lines = []
    if entries := tonight(progress):
        first, *rest = entries
        order = progress.guide.entries
        if progress.state(first) is State.STOPPED:
            then = f", then {span_in_sentence(rest, order)}" if rest else ""
            lines.append(("Tonight", f"the rest of {first.in_sentence}{then}"))
        else:
            lines.append(("Tonight", span_in_sentence(entries, order)))
    if when := part_done_on(progress, today):
        part = progress.guide.entry(progress.next_up or "").part
        name = next(each.name for each in progress.guide.parts if each.id == part)
        lines.append((f"End of {name}", coming_day(when, today)))
    if before := here_before(progress):
        when, then_, now = before
        said = f"{on_date(when)}, on day {then_}; this time on day {now}"
        lines.append((f"Pass {progress.passes[-2].number} here", said))
    return lines


def figures(took: Figures) -> tuple[str, ...]:
    """What a pass took, in a few short lines."""
    lines = [f"{took.entries} watched, {duration(took.seconds)} in all"]
    if took.first and took.last and took.first != took.last:
        lines.append(span_of_days(took.first, took.last))
        lines += [count(took.evenings, "evening")] if took.evenings else []
    elif took.first:
        lines.append(f"all {on_date(took.first)}")
    return tuple(lines)


def span_of_days(first: AnyDate | None, last: AnyDate | None) -> str:
    """``14 to 23 November 2026``, nothing said twice; a single day, or that there is no date."""
    if first is None or last is None:
        return "without dates"
    end = full_date(last)
    if first == last:
        return end
    begin = full_date(first).split(" ")
    if isinstance(first, date) and isinstance(last, date) and first.year == last.year:
        begin = begin[:1] if first.month == last.month else begin[:2]
    return f"{' '.join(begin)} to {end}"


def history(lived: History, today: date) -> tuple[tuple[str, str], ...]:
    """The figures of a history, each with its name."""
    lines = [("In all", f"{lived.entries} watched, {duration(lived.seconds)}")]
    if len(lived.diaries) > 1:
        lines.append(("Passes", _to_the_end(lived.diaries)))
    if best := lived.longest:
        lines.append(("Longest evening", f"{duration(best.seconds)} on {full_date(best.day)}"))
    if streak := lived.streak:
        now = lived.current_streak(today)
        most = f"{count(streak.days, 'evening')}, to {full_date(streak.last)}"
        lines.append(("Longest streak", f"{most}; {now} now" if now else most))
    if usual := usual_evening(lived.usual):
        lines.append(("Usual evening", usual))
    if lived.without_day:
        held = (f"{len(some)} {on_date(when)}" for when, some in lived.without_day.items())
        lines.append(("On unknown days", ", ".join(held)))
    since = lived.since_last(today)
    if since is not None:
        last = day(today - timedelta(days=since), today)
        lines.append(("Latest evening", f"{last}, {since} days ago" if since > 1 else last))
    if said := given(lived):
        lines.append(("Given", said))
    return tuple(lines)


def given(lived: History) -> str:
    """``7.6 on average, best 15, 25, 37, III``; empty where nothing was rated."""
    rated = lived.given
    latest, most = rated.latest, rated.best
    if not latest:
        return ""
    best = [entry.label for entry in lived.order if latest.get(entry.id) == most]
    more = f" and {len(best) - BEST} more" if len(best) > BEST else ""
    return f"{average(latest.values())}, best {', '.join(best[:BEST])}{more}"


def undated(many: int) -> str:
    """``3 on unknown days``."""
    return count(many, "on an unknown day", "on unknown days")


def average(ratings: Collection[int]) -> str:
    """``7.6 on average``."""
    return f"{sum(ratings) / len(ratings):.1f} on average"


def _to_the_end(diaries: Sequence[Diary]) -> str:
    """``2, one of them to the end``."""
    many, done = len(diaries), sum(diary.done for diary in diaries)
    if done == many:
        return f"{many}, {'both' if many == 2 else 'all'} to the end"  # a pair
    return f"{many}, {('none', 'one')[done] if done < 2 else done} of them to the end"


def usual_evening(usual: Usual) -> str:
    """``Saturdays, around 21:30``, as much of it as is known."""
    texts = []
    if usual.weekday is not None:
        texts.append(f"{WEEKDAYS[usual.weekday]}s")
    if usual.minute is not None:
        quarter = round(usual.minute / 15) * 15 % (24 * 60)
        texts.append(f"around {quarter // 60}:{quarter % 60:02}")
    return ", ".join(texts)


def watched_on(lived: History, when: date) -> list[str]:
    """``episodes 12–14`` and ``1 h 12``, or ``nothing``: what was watched on an evening."""
    if when not in lived.evenings:
        return ["nothing"]
    watched = lived.evenings[when]
    # What was watched in two passes on one evening is named once.
    entries = dict.fromkeys(watched.entries)
    return [span_in_sentence(entries, lived.order), duration(watched.seconds)]


def weekday(when: date, today: date) -> str:
    """``Tuesday 17 November``, with its year where that is another than today's."""
    return f"{WEEKDAYS[when.weekday()]} {near_date(when, today)}"


def diary(diary: Diary) -> str:
    """``40 watched, 17 h 36 · 3 October to 2 November 2024, 31 days · 12 remarks``."""
    texts = [f"{diary.entries} watched, {duration(diary.seconds)}"]
    if diary.first:
        days = f", {count(diary.length, 'day')}" if diary.length else ""
        texts.append(f"{span_of_days(diary.first, diary.last)}{days}")
    if diary.remarks:
        texts.append(count(diary.remarks, "remark"))
    if diary.ratings:
        texts.append(f"{len(diary.ratings)} rated, {average(diary.ratings.values())}")
    if not diary.done:
        texts.append("not finished")
    return " · ".join(texts)


def plan(planned: Plan, level: Level, today: date) -> str:
    """``17 entries in 8 evenings, 1 to 3 an evening: done on Thursday 3 December``."""
    if not planned:
        return "Nothing is left to watch."
    many = [len(evening.entries) for evening in planned]
    each = f"{max(many)}" if min(many) == max(many) else f"{min(many)} to {max(many)}"
    what = " of this part" if LEVELS[level].hides_parts else ""
    return (
        f"{count(sum(many), 'entry', 'entries')}{what} in {count(len(planned), 'evening')},"
        f" {each} an evening: done {coming_day(planned[-1].day, today)}"
    )


def plan_rows(planned: Plan, guide: Guide) -> Iterator[str]:
    """``Tue 1 Dec    Episodes 25–27   1 h 12  on to part 2``, a line for each evening."""
    spans = [span(evening.entries, guide.entries) for evening in planned]
    width = max(map(len, spans), default=0)
    for evening, entries in zip(planned, spans, strict=True):
        day = f"{WEEKDAYS[evening.day.weekday()][:3]} {short_day(evening.day)}"
        length = duration(evening.seconds)
        yield f"{day:11}  {entries:{width}}  {length:>7}  {milestone(evening)}".rstrip()


def milestone(evening: Planned) -> str:
    """``on to part 2, the last evening``: what begins or ends on an evening of a plan."""
    texts = [f"on to {name}" for name in evening.begins]
    return ", ".join([*texts, "the last evening"] if evening.is_last else texts)


def state(progress: Progress, entry: Entry) -> str:
    """``next up, optional``, ``stopped at 13:42``, ``left out``: how an entry stands."""
    now = progress.state(entry)
    if now is State.STOPPED:
        return f"{SIGNS[now].label} at {position(progress.marks[entry.id].position)}"
    if now is not State.TO_WATCH:
        return SIGNS[now].label
    said = "next up" if entry.id == progress.next_up else SIGNS[now].label
    return f"{said}, optional" if entry.advice == "optional" else said


def line(entry: Entry, *more: str) -> str:
    """``Episode 12 · Farewell to the Red Planet · 24 min``, and more, as far as known."""
    texts = (entry.name, entry.title, f"{entry.minutes} min", *more)
    return " · ".join(text for text in texts if text)


def note_text(note: Note) -> str:
    """All of a note's text, its paragraphs separated by an empty line."""
    return f"{note.text}\n\n{note.rewatch}" if note.rewatch else note.text


def lower(text: str) -> str:
    """A text of the program's own with a lower-case first letter, for the inside of a sentence.

    Names are already written that way: for these, `upper` makes the form that stands alone.
    """
    return text[:1].lower() + text[1:]


def upper(text: str) -> str:
    """A text with a capital first letter, to stand alone."""
    return text[:1].upper() + text[1:]


def _tally(tally: Tally) -> list[str]:
    texts = [f"{tally.watched} of {tally.total}", f"{tally.percent} %"]
    is_all = tally.watched == tally.total
    texts.append("all watched" if is_all else f"{duration(tally.left)} left")
    if tally.jumped:
        texts.append(f"{tally.jumped} jumped over")
    return texts
