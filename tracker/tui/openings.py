"""What opens over the walk, or is asked below it, and what comes of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tracker.domain import words
from tracker.domain.asked import NotUnderstood
from tracker.domain.dates import When
from tracker.domain.plan import Plan
from tracker.domain.spoilers import LEVELS
from tracker.tui.finish import FinishPage
from tracker.tui.frame import key_of
from tracker.tui.help import HelpPage
from tracker.tui.questions import Dated, Find, Named, Planning, Rated, Stopped
from tracker.tui.sheets import (
    CardSheet,
    ChoiceSheet,
    NoteSheet,
    NotesSheet,
    PassSheet,
    PlanSheet,
)
from tracker.tui.welcome import Answers, Welcome

if TYPE_CHECKING:
    from tracker.tui.walk import Walk


def _stopped(walk: Walk) -> None:
    """Ask where the highlighted entry was stopped, if it can be."""
    entry = walk.entry
    if wrong := walk.session.cannot_stop(entry):
        walk.say(wrong)
        return
    mark = walk.session.view.progress.marks.get(entry.id)

    def note(seconds: int) -> None:
        walk.did(walk.session.stopped(entry, seconds), entry.id)

    walk.prompt.question = Stopped(entry, mark.position if mark else 0, note)


def _date(walk: Walk) -> None:
    """Ask when the highlighted entry was watched."""
    entry = walk.entry
    mark = walk.session.view.progress.marks.get(entry.id)

    def note(when: When) -> None:
        walk.did(walk.session.redate(entry, when), entry.id)

    walk.prompt.question = Dated(entry, mark, walk.session.now(), note)


def _remark(walk: Walk) -> None:
    """Have something written on the highlighted entry."""
    from tracker.tui.remark import RemarkSheet  # noqa: PLC0415  # 30 ms, and seldom needed

    entry = walk.entry
    known = walk.session.remarks(entry)
    record = partial(walk.session.remark, entry, known=known)

    def closed(text: str | None) -> None:
        walk.writing = None
        walk.did(record(text or ""), entry.id)

    walk.writing = RemarkSheet(entry, words.remark(known), record)
    walk.push_screen(walk.writing, closed)


def _edit(walk: Walk) -> None:
    """Have something written on the highlighted entry in the viewer's own editor."""
    from tracker.tui.remark import NotEdited, edited  # noqa: PLC0415  # the same

    entry = walk.entry
    known = walk.session.remarks(entry)
    try:
        with walk.suspend():
            # Nothing may be raised in here: the terminal would stay the editor's.
            written = edited(words.remark(known))
        if isinstance(written, NotEdited):
            raise written
        walk.did(walk.session.remark(entry, written, known), entry.id)
    except SuspendNotSupported:
        here = key_of(walk, "remark")
        walk.say(f"This terminal cannot be left for an editor; {here} opens a field", wrong=True)
    except (NotEdited, NotUnderstood) as error:
        walk.say(words.upper(str(error)), wrong=True)


def _rate(walk: Walk) -> None:
    """Ask for a rating of the highlighted entry, or of the chosen ones."""
    entries, here = walk.entries, walk.cursor

    def note(rating: int) -> None:
        walk.did(walk.session.rate(entries, rating), here)

    walk.prompt.question = Rated(
        words.span_in_sentence(entries, walk.session.view.guide.entries), note
    )


def _history(walk: Walk) -> None:
    """Show what was watched when."""
    from tracker.tui.history import HistoryScreen  # noqa: PLC0415  # only this needs it

    def closed(entry: str | None) -> None:
        if entry:
            walk.go(entry)

    walk.push_screen(HistoryScreen(walk.session.view, walk.session.history()), closed)


def _outlook(walk: Walk) -> None:
    """Ask by when all is to be watched, and show the plan."""
    view = walk.session.view

    def show(planned: Plan) -> None:
        walk.push_screen(PlanSheet(view, planned))

    walk.prompt.question = Planning(view, show)


def _passes(walk: Walk) -> None:
    """Show each pass to read."""
    walk.push_screen(PassSheet(walk.session.view, walk.session.history().diaries))


def _rewatch(walk: Walk) -> None:
    """Begin another pass, if that is meant."""
    progress = walk.session.view.progress

    def answered(key: str | None) -> None:
        if key == "y":
            if isinstance(walk.screen, FinishPage):
                walk.screen.action_close()
            walk.did(walk.session.rewatch(), walk.session.view.guide.entries[0].id)

    answers = {"y": f"begin pass {progress.number + 1}"}
    walk.push_screen(ChoiceSheet(words.as_it_stands(progress), answers), answered)


def _spoilers(walk: Walk) -> None:
    """Choose what is hidden."""
    now = walk.session.view.level
    chosen = {holds.key: level for level, holds in LEVELS.items()}
    answers = {
        holds.key: f"{level}: {holds.means}{', as now' if level == now else ''}"
        for level, holds in LEVELS.items()
    }

    def answered(key: str | None) -> None:
        if key in chosen:
            walk.did(walk.session.choose(chosen[key]), walk.cursor)

    walk.push_screen(ChoiceSheet("What should be hidden in this pass?", answers), answered)


def _find(walk: Walk) -> None:
    """Ask for an entry and go to it while it is typed."""
    walk.prompt.question = Find(walk.session.view.progress, walk.cursor, walk.go)


def _read(walk: Walk) -> None:
    """Read all of the highlighted entry's card."""
    view, notes = walk.session.view, walk.session.view.guide.notes_at(walk.cursor)
    walk.push_screen(CardSheet(view, walk.entry), lambda _: walk.read(notes))


def _notes(walk: Walk) -> None:
    """Read all notes so far."""
    view = walk.session.view
    walk.push_screen(NotesSheet(view), lambda _: walk.read(view.guide.notes))


def _due(walk: Walk) -> None:
    """Read the notes whose moment has come."""
    due = walk.session.view.due
    walk.bring(NoteSheet(due), lambda: walk.read(due))


def _help(walk: Walk) -> None:
    """Show every key."""
    walk.push_screen(HelpPage(walk.keys))


def _play(walk: Walk) -> None:
    """Play the highlighted entry."""
    from tracker.tui.playing import player_of  # noqa: PLC0415  # only this needs it

    player_of(walk).play()


def _left(walk: Walk) -> None:
    """Ask about what was playing when the program ended."""
    from tracker.tui.playing import player_of  # noqa: PLC0415  # the same

    player_of(walk).ask_left()


def _folder(walk: Walk) -> None:
    """Ask where the files of the show are."""
    from tracker.tui.playing import player_of  # noqa: PLC0415  # the same

    player_of(walk).ask_folder()


def _profile(walk: Walk) -> None:
    """Ask for the name of another viewer."""
    walk.prompt.question = Named(walk.switch)


def _import(walk: Walk) -> None:
    """Ask for a file of another program."""
    from tracker.tui.exchange import ask_import  # noqa: PLC0415  # hardly ever asked for

    ask_import(walk)


def _export(walk: Walk) -> None:
    """Ask for a file to write."""
    from tracker.tui.exchange import ask_export  # noqa: PLC0415  # the same

    ask_export(walk)


def _finish(walk: Walk) -> None:
    """Say that all is watched, and then what is due."""
    page = _end(walk)

    def closed() -> None:
        # Where another pass was begun from there, what is due in it is told already.
        if walk.session.view.progress.number == page.number:
            walk.tell()

    walk.bring(page, closed)


def _ended(walk: Walk) -> None:
    """Show the end of the pass again."""
    walk.push_screen(_end(walk))


def _end(walk: Walk) -> FinishPage:
    return FinishPage(walk.session.view, walk.session.history().diaries[-1])


def _share(walk: Walk) -> None:
    """Ask for the name of a file for the share card."""
    from tracker.tui.exchange import ask_share  # noqa: PLC0415  # the same

    ask_share(walk.session.view, walk.prompt, walk.say, is_plain=walk.light == "signs")


def _welcome(walk: Walk) -> None:
    """Ask a new viewer two questions."""
    walk.push_screen(Welcome(walk.session.view), partial(_welcomed, walk))


def _welcomed(walk: Walk, answers: Answers) -> None:
    """Act on the answers of the first start."""
    if answers.elsewhere:
        walk.action_open("import")
        return
    guide = walk.session.view.guide
    watched = guide.between(guide.entries[0], answers.up_to) if answers.up_to else ()
    done = walk.session.tell(seen=answers.seen, watched=watched)
    walk.did(done, walk.session.view.progress.next_up or walk.cursor)


OPEN: Mapping[str, Callable[[Walk], None]] = {
    "stopped": _stopped,
    "date": _date,
    "remark": _remark,
    "edit": _edit,
    "rate": _rate,
    "history": _history,
    "outlook": _outlook,
    "passes": _passes,
    "rewatch": _rewatch,
    "spoilers": _spoilers,
    "find": _find,
    "read": _read,
    "notes": _notes,
    "due": _due,
    "help": _help,
    "play": _play,
    "left": _left,
    "folder": _folder,
    "profile": _profile,
    "import": _import,
    "export": _export,
    "finish": _finish,
    "ended": _ended,
    "share": _share,
    "welcome": _welcome,
}
"""Everything there is to open, by its name in a key's action."""
