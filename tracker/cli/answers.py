"""What the command line answers: each answer as text and as data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.cli import data
from tracker.domain import dates, outlook, spoilers, words
from tracker.domain.guide import Entry, Note
from tracker.domain.progress import State
from tracker.domain.union import Json
from tracker.session.sitting import Session
from tracker.session.view import Done, View
from tracker.storage.files import target_of


class Answer(NamedTuple):
    """An answer for people and for programs."""

    text: str
    """Empty where there is nothing to say."""
    data: Json
    acted: bool = False
    """Whether something was done, rather than only asked."""
    code: int = 0
    """The exit code."""

    def with_data(self, more: Mapping[str, Json]) -> Answer:
        """The answer with more data."""
        before = self.data if isinstance(self.data, dict) else {}
        return self._replace(data={**before, **more})


def as_json(value: Json) -> str:
    """The data as JSON, ASCII only, so that nothing in it can reach a terminal raw."""
    return json.dumps(value, indent=2)


def text_width() -> int:
    """How wide a paragraph may be: as wide as the terminal, at most 80."""
    from shutil import get_terminal_size  # noqa: PLC0415  # only where there is more than a line

    return min(80, max(20, get_terminal_size().columns))


def next_up(view: View) -> Answer:
    """What to watch next, in one line."""
    if view.progress.next_up is None:
        return Answer(f"Nothing: {words.lower(words.all_watched(view.progress))}.", None)
    entry = view.guide.entry(view.progress.next_up)
    return Answer(_line(view, entry), data.of_entry(view, entry))


def status(view: View) -> Answer:
    """How far, when last, what next."""
    lines = [view.guide.title, " · ".join(words.how_far(view.progress, view.level, view.today))]
    if last := outlook.last_time(view.progress, view.today):
        lines.append(words.last_time(last, view.progress, view.today))
    lines.append(_next_line(view))
    if view.due:
        lines.append(f"{words.count(len(view.due), 'note')} to read: layzner notes")
    return Answer("\n".join(lines), data.of_progress(view))


def order(view: View) -> Answer:
    """The whole order by part."""
    lines: list[str] = []
    width = words.column(view.guide.entries)
    for part, entries in view.guide.by_part():
        lines += ["", words.upper(part.name)] if lines else [words.upper(part.name)]
        lines += [f"  {_row(view, entry, width)}" for entry in entries]
    guide = view.guide
    return Answer(
        "\n".join(lines),
        {
            "guide": guide.id,
            "title": guide.title,
            "title_ja": guide.title_ja,
            "broadcast": data.of_facts(guide.broadcast),
            "ids": {kind: data.of_facts(ids) for kind, ids in guide.ids.items()},
            "entries": [data.of_entry(view, entry) for entry in guide.entries],
        },
    )


def cards(view: View, entries: Sequence[Entry]) -> Answer:
    """The card of an entry; of several, a line each."""
    from tracker.drawing import card, cells  # noqa: PLC0415  # only this answer has one

    if len(entries) == 1:
        paragraphs = card.card(view, entries[0])
        lines = [line for text, _ in paragraphs for line in cells.wrapped(text, text_width())]
    else:
        width = words.column(entries)
        lines = [_row(view, entry, width) for entry in entries]
    return Answer("\n".join(lines), {"entries": [data.of_entry(view, entry) for entry in entries]})


def notes(view: View, *, every: bool) -> Answer:
    """The notes whose moment has come and that were not read, or all so far, in order."""
    ahead = view.ahead
    unread = [note for note in view.guide.notes if every or note.id not in view.progress.read]
    texts = [_note_text(note) for note in unread]
    again = len(view.guide.notes) - len(unread)
    last = [f"{words.count(ahead, 'note')} still ahead." if ahead else "No more notes ahead."]
    if again:
        last.append(f"{words.count(again, 'note')} read before: layzner notes --all")
    texts.append("\n".join(last))
    return Answer(
        "\n\n".join(texts),
        {"notes": [data.of_note(note) for note in unread], "read": again, "ahead": ahead},
    )


def spoiler_level(view: View) -> Answer:
    """Every spoiler level, with the present one marked."""
    lines = [
        f"{'*' if level == view.level else ' '} {level:7} {holds.means}"
        for level, holds in spoilers.LEVELS.items()
    ]
    return Answer("\n".join(lines), {"level": view.level})


def profiles(session: Session) -> Answer:
    """Every viewer of the file, and how far each is."""
    from tracker.session import several  # noqa: PLC0415  # most starts need none of it

    lines, listed = [], list[Json]()
    for who in session.profiles():
        reached = session.reach(session.journal, who)
        tally, is_now = reached.tally, who == session.who
        name = words.clean(who) or "(yours)"
        far = f"pass {reached.number}, {tally.watched} watched"
        guides = several.reached(session, session.journal, who)
        if len(guides) > 1:
            far = several.together(guides)
        lines.append(f"{'*' if is_now else ' '} {name:20} {far}")
        listed.append(
            {
                "name": who,
                "now": is_now,
                "pass": reached.number,
                "watched": tally.watched,
                "guides": data.of_guides(session, session.journal, who),
            }
        )
    return Answer("\n".join(lines), {"profiles": listed})


def where(path: str, rule: str, settings: str | None) -> Answer:
    """Where the progress is kept, what chose that and where it leads; below it the settings."""
    try:
        target = target_of(path)
    except OSError:
        target = path
    links_to = target if target != path else None
    chosen = f"chosen by {rule}" if rule else "your system's usual place"
    lines = [path, f"  {chosen}{f'; a link to {links_to}' if links_to else ''}"]
    lines += [settings] if settings else []
    return Answer(
        "\n".join(words.clean(line) for line in lines),
        {"file": path, "rule": rule or None, "links_to": links_to, "settings": settings},
    )


def copies(session: Session) -> Answer:
    """The copies of the file on this machine, and how far each reaches."""
    from tracker.session import care  # noqa: PLC0415  # most starts need none of it

    found = session.store.copies.all()
    lines = [care.copy_line(session, copy) for copy in found]
    lines.append("layzner restore NAME brings one back." if found else "There are no copies yet.")
    return Answer("\n".join(lines), {"copies": [data.of_copy(session, copy) for copy in found]})


def doctor(session: Session) -> Answer:
    """The state of the file and its copies, in plain words."""
    from tracker.session import care  # noqa: PLC0415  # the same

    found = session.store.examine()
    wrong = care.all_wrong(session, found)
    return Answer(
        "\n".join(care.report(session, found)),
        {
            "file": session.store.path,
            "exists": found.exists,
            "events": len(found.file.journal.events),
            "damage": found.file.damage or None,
            "newer_schema": found.file.newer,
            "missing": found.missing,
            "differing": list(found.differing),
            "conflict_copies": [each.path for each in found.beside.conflicts],
            "beside": [each.path for each in (*found.beside.sharing, *found.beside.strangers)],
            "copies": [data.of_copy(session, copy) for copy in found.copies],
            "guides": data.of_guides(session, found.file.journal),
            "wrong": list(wrong),
        },
    )


def done(did: Done, session: Session, notes: Sequence[Note] = ()) -> Answer:
    """What a verb did, what comes next, and the notes whose moment that was."""
    view = session.view
    warning = words.beyond_the_walk(did.jumped, did.waiting, "layzner undo")
    text = f"{did.text}.\n"
    if warning:
        text += f"{words.upper(warning)}.\n"
    text += _next_line(view)
    if view.progress.next_up is None:
        text += "\n" + "\n".join(words.figures(outlook.figures(view.progress)))
        for beyond in view.guide.beyond:
            text += f"\nWatch next: {beyond.title}. {beyond.reason}"
    if notes:
        text += "\n\n" + "\n\n".join(map(_note_text, notes))
    return Answer(
        text,
        {
            "said": did.text,
            "changed": did.changed,
            "waiting": did.waiting,
            **data.of_progress(view),
            "notes": [data.of_note(note) for note in notes],
        },
        acted=True,
    )


def _line(view: View, entry: Entry) -> str:
    mark = view.progress.marks.get(entry.id)
    if mark and mark.do == "stopped":
        return words.line(entry, f"stopped at {words.position(mark.position)}")
    return words.line(entry, "optional" if entry.advice == "optional" else "")


def _next_line(view: View) -> str:
    if view.progress.next_up is None:
        return f"{words.all_watched(view.progress)}. Begin again with layzner rewatch."
    return f"Next: {_line(view, view.guide.entry(view.progress.next_up))}"


def _row(view: View, entry: Entry, width: int) -> str:
    said, mark = words.state(view.progress, entry), view.progress.marks.get(entry.id)
    if view.progress.state(entry) is State.TO_WATCH and entry.id != view.progress.next_up:
        said = "optional" if entry.advice == "optional" else ""
    if mark and (when := dates.dated(mark.at)):
        said += f" {words.short_date(when, view.today)}"
    return f"{words.label(entry, width)}  {entry.title or entry.name:40}  {said}".rstrip()


def _note_text(note: Note) -> str:
    from textwrap import fill  # noqa: PLC0415  # only where notes are told

    width = text_width()
    paragraphs = [fill(part, width) for part in words.note_text(note).split("\n\n")]
    return "\n".join([note.title, *paragraphs])
