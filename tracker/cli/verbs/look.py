"""The verbs that only look: cards, passes, notes, history, plans, pictures, what is hidden."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tracker.cli import answers
from tracker.cli.answers import Answer
from tracker.cli.verbs.table import Given, Option, verb
from tracker.domain.asked import NotUnderstood, quoted
from tracker.domain.guide import Entry
from tracker.domain.spoilers import LEVELS
from tracker.domain.words import series
from tracker.session.sitting import Session

# Most starts need none of the reports: each verb that does imports them itself.


@verb(
    "show",
    "the card of an entry, with your remark and rating",
    Option(
        "entries",
        "[ENTRY|WORD ...]",
        "12, tv-12, ova-3, or words from a title or a remark; without it, the next up",
        "ENTRY|WORD",
        "*",
        "entry",
    ),
    examples=("show 12", "show", "show red planet", "show is:rated"),
    about="layzner 12 is short for layzner show 12. If the WORDs match more than one entry, these"
    " are listed. Notes on the card count as read.",
)
def _show(session: Session, given: Given) -> Answer:
    view = session.view
    entries = _shown(session, given.entries)
    if len(entries) == 1 and sys.stdout.isatty() and not given.json:
        session.read(view.guide.notes_at(entries[0].id))
    return answers.cards(view, entries)


def _shown(session: Session, named: Sequence[str]) -> Sequence[Entry]:
    """The entries named or found, or the one next up; never anything hidden."""
    guide, progress = session.view.guide, session.view.progress
    if not named:
        return [guide.entry(progress.next_up or progress.latest or guide.entries[0].id)]
    try:
        return session.entries(named)
    except NotUnderstood:
        from tracker.domain.find import Finder  # noqa: PLC0415  # only where no entry is named

        text = " ".join(named)
        found = Finder(progress).find(text)
        if not found and text.replace(" ", "").isalpha():
            wanted = "type 12, ova-3 or part of a title"
            raise NotUnderstood(f"nothing found for {quoted(text)}; {wanted}") from None
        if not found:
            raise
        return found


@verb(
    "passes",
    "every pass with its dates, or one in full",
    Option("number", "[PASS]", "its number; without it, each pass in a line", "PASS", "?"),
    examples=("passes", "passes 1"),
    about="With PASS, every entry of it is listed with its date, your remark and your rating.",
)
def _passes(session: Session, given: Given) -> Answer:
    from tracker.cli import reports  # noqa: PLC0415  # see above

    if given.number is None:
        return reports.passes(session)
    known = {str(each.number): each for each in session.view.progress.passes}
    if given.number not in known:
        raise NotUnderstood(f"no pass {quoted(given.number)}; type {series([*known], 'or')}")
    return reports.diary(session.view, known[given.number])


@verb(
    "notes",
    "the notes whose moment has come, or all notes so far",
    Option("--all", "[--all]", "also those read before"),
    examples=("notes", "notes --all"),
    about="On a terminal a note is shown once, in a pipe as often as you ask. A note on something"
    " you have not reached is never shown.",
)
def _notes(session: Session, given: Given) -> Answer:
    answer = answers.notes(session.view, every=given.all)
    if sys.stdout.isatty() and not given.json:
        session.read(session.view.guide.notes)
    return answer


@verb(
    "stats",
    "what you watched and when, over all passes",
    examples=("stats", "stats --json"),
    about="First the figures, then the evenings, the entries per week, the walk of each pass and"
    " what you gave, as wide as the terminal.",
)
def _stats(session: Session, given: Given) -> Answer:
    from tracker.cli import reports  # noqa: PLC0415  # see above

    return reports.stats(session, "signs" if given.ascii else "band")


@verb(
    "plan",
    "which entries on which evening, to be done in time",
    Option(
        "--by", "--by DATE", "2026-12-24, 24 December, Friday, in 2 weeks", "DATE", offers="day"
    ),
    Option("--per-week", "| --per-week N", "that many entries in seven evenings", "N"),
    Option(
        "--ics", "[--ics FILE]", "write it as a calendar file; - is stdout", "FILE", offers="file"
    ),
    examples=("plan --by 2026-12-24", "plan --by Friday", "plan --per-week 5 --ics layzner.ics"),
    about="DATE is the day to be done by, N the number of entries to watch in seven evenings; give"
    " one of the two. The plan is shown, not kept: FILE is for your calendar program.",
)
def _plan(session: Session, given: Given) -> Answer:
    from tracker.cli import reports  # noqa: PLC0415  # see above
    from tracker.domain import plan, times  # noqa: PLC0415  # the same

    view = session.view
    if bool(given.by) == bool(given.per_week):
        raise NotUnderstood("a plan needs either --by DATE or --per-week N")
    wish = times.coming(given.by, view.today) if given.by else times.per_week(given.per_week)
    planned = plan.made(view.progress, view.today, wish)
    if given.ics is None:
        return reports.plan(view, planned)
    from tracker.formats import ics  # noqa: PLC0415  # the same

    usual = session.history().usual.minute
    calendar = ics.calendar(planned, view.progress, view.who, session.now(), usual)
    return reports.calendar(view, planned, calendar, given.ics)


@verb(
    "card",
    "a picture of how far you are, to share, without spoilers",
    Option(
        "--svg", "[--svg FILE |", "write it as an SVG picture; - is stdout", "FILE", offers="file"
    ),
    Option("--png", "--png FILE]", "write it as a PNG picture", "FILE", offers="file"),
    examples=("card", "card --svg layzner.svg", "card --png layzner.png"),
    about="Without FILE it is drawn as text. One picture is written at a time.",
)
def _card(session: Session, given: Given) -> Answer:
    from tracker.cli import reports  # noqa: PLC0415  # see above

    if given.svg is not None and given.png is not None:
        raise NotUnderstood("a card is written as --svg FILE or --png FILE, one at a time")
    if given.png == "-":
        raise NotUnderstood("a PNG cannot go to the screen; say --png FILE")
    if given.svg is not None:
        return reports.card_as_svg(session.view, given.svg)
    if given.png is not None:
        return reports.card_as_png(session.view, given.png)
    return reports.card(session.view, "signs" if given.ascii else "band")


@verb(
    "spoilers",
    "what is hidden from you, and how to change that",
    Option(
        "level",
        "[LEVEL]",
        f"{', '.join(LEVELS)}; without it, the levels and yours",
        "LEVEL",
        "?",
        "level",
        tuple(LEVELS),
    ),
    examples=("spoilers", "spoilers strict"),
    about=f"LEVEL is {'; '.join(f'{name} to {holds.means}' for name, holds in LEVELS.items())}."
    " It holds for the rest of the pass; --spoilers is for one answer only.",
)
def _spoilers(session: Session, given: Given) -> Answer:
    if given.level is None:
        return answers.spoiler_level(session.view)
    return answers.done(session.choose(given.level), session)


@verb(
    "profiles",
    "the viewers who share the file",
    examples=("profiles", "watched 1 --profile Anna"),
    about="A profile begins with its first mark, and never sees another's. Without --profile and"
    " LAYZNER_PROFILE you are the owner of the file.",
)
def _profiles(session: Session, _: Given) -> Answer:
    return answers.profiles(session)
