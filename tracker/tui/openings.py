"""What opens over the walk, or is asked below it, and what comes of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tracker.domain import words
from tracker.domain.asked import NotUnderstood, When
from tracker.domain.plan import Plan
from tracker.domain.spoilers import LEVELS, MEANS
from tracker.session import Done
from tracker.tui.frame import key_of
from tracker.tui.questions import Dated, Find, Named, Planning, Stopped
from tracker.tui.sheets import (
    CardSheet,
    ChoiceSheet,
    FinishSheet,
    HelpSheet,
    NoteSheet,
    NotesSheet,
    PassSheet,
    PlanSheet,
)
from tracker.tui.welcome import Answers, Welcome

if TYPE_CHECKING:
    from tracker.tui.app import LayznerApp


def _stopped(app: LayznerApp) -> None:
    """Ask where the highlighted entry was stopped, if it can be."""
    entry = app.entry
    if wrong := app.session.cannot_stop(entry):
        app.say(wrong)
        return
    mark = app.session.view.progress.marks.get(entry.id)

    def note(seconds: int) -> None:
        app.did(app.session.stopped(entry, seconds), entry.id)

    app.prompt.question = Stopped(entry, mark.position if mark else 0, note)


def _date(app: LayznerApp) -> None:
    """Ask when the highlighted entry was watched."""
    entry = app.entry
    mark = app.session.view.progress.marks.get(entry.id)

    def note(when: When) -> None:
        app.did(app.session.redate(entry, when), entry.id)

    app.prompt.question = Dated(entry, mark, app.session.now(), note)


def _remark(app: LayznerApp) -> None:
    """Have something written on the highlighted entry."""
    from tracker.tui.remark import RemarkSheet  # noqa: PLC0415  # 30 ms, for who writes

    entry = app.entry
    known = app.session.remarks(entry)

    def kept(text: str | None) -> None:
        app.draft = app.writing = None
        app.did(app.session.remark(entry, text or "", known), entry.id)

    app.keep = partial(app.session.remark, entry, known=known)
    app.writing = RemarkSheet(entry, words.remark(known))
    app.push_screen(app.writing, kept)


def _edit(app: LayznerApp) -> None:
    """Have something written on the highlighted entry in the viewer's own editor."""
    from tracker.tui.remark import NotEdited, edited  # noqa: PLC0415  # the same

    entry = app.entry
    known = app.session.remarks(entry)
    try:
        with app.suspend():
            # Nothing may be raised in here: the terminal would stay the editor's.
            told = edited(words.remark(known))
        if isinstance(told, NotEdited):
            raise told
        app.did(app.session.remark(entry, told, known), entry.id)
    except SuspendNotSupported:
        here = key_of(app, "remark")
        app.say(f"This terminal cannot be left for an editor; {here} writes here", wrong=True)
    except (NotEdited, NotUnderstood) as error:
        app.say(words.upper(str(error)), wrong=True)


def _history(app: LayznerApp) -> None:
    """Show what was watched when."""
    from tracker.tui.history import HistoryScreen  # noqa: PLC0415  # only this needs it

    app.push_screen(HistoryScreen(app.session.history(), app.session.view.today))


def _outlook(app: LayznerApp) -> None:
    """Ask by when all is to be watched, and show the plan."""
    view = app.session.view

    def show(planned: Plan) -> None:
        app.push_screen(PlanSheet(view, planned))

    app.prompt.question = Planning(view, show)


def _passes(app: LayznerApp) -> None:
    """Show each pass to read."""
    app.push_screen(PassSheet(app.session.view, app.session.history().diaries))


def _rewatch(app: LayznerApp) -> None:
    """Begin another pass, if that is meant."""
    progress = app.session.view.progress

    def answered(key: str | None) -> None:
        if key == "y":
            app.did(app.session.rewatch(), app.session.view.guide.entries[0].id)

    answers = {"y": f"begin pass {progress.number + 1}"}
    app.push_screen(ChoiceSheet(words.as_it_stands(progress), answers), answered)


def _spoilers(app: LayznerApp) -> None:
    """Choose what is hidden."""
    now = app.session.view.level
    answers = {
        level[0]: f"{level}: {means}{', as now' if level == now else ''}"
        for level, means in MEANS.items()
    }

    def answered(key: str | None) -> None:
        for level in LEVELS:
            if level[0] == key:
                app.did(app.session.choose(level), app.cursor)

    app.push_screen(ChoiceSheet("What shall be hidden in this pass?", answers), answered)


def _find(app: LayznerApp) -> None:
    """Ask for an entry and go to it while it is typed."""
    app.prompt.question = Find(app.session.view.progress, app.cursor, app.go)


def _read(app: LayznerApp) -> None:
    """Read all of the highlighted entry's card."""
    view, notes = app.session.view, app.session.view.guide.notes_at(app.cursor)
    app.push_screen(CardSheet(view, app.entry), lambda _: app.read(notes))


def _notes(app: LayznerApp) -> None:
    """Read all notes so far."""
    view = app.session.view
    app.push_screen(NotesSheet(view), lambda _: app.read(view.guide.notes))


def _due(app: LayznerApp) -> None:
    """Read the notes whose moment has come."""
    due = app.session.view.due
    app.bring(NoteSheet(due), lambda: app.read(due))


def _help(app: LayznerApp) -> None:
    """Show every key."""
    app.push_screen(HelpSheet(app.keys))


def _profile(app: LayznerApp) -> None:
    """Ask for the name of another viewer."""
    app.prompt.question = Named(app.switch)


def _finish(app: LayznerApp) -> None:
    """Say that all is watched, and then what is due."""
    app.bring(FinishSheet(app.session.view), app.tell)


def _welcome(app: LayznerApp) -> None:
    """Ask a new viewer two questions."""
    app.push_screen(Welcome(app.session.view), partial(_welcomed, app))


def _welcomed(app: LayznerApp, answers: Answers | None) -> None:
    """Act on the answers of the first start."""
    if answers is None:
        app.tell()
        return
    app.session.tell(seen=answers.seen)
    done = Done("Welcome", changed=False)
    if answers.up_to:
        guide = app.session.view.guide
        before = guide.entries[: guide.place[answers.up_to.id]]
        walked = [entry for entry in before if entry.advice != "skip"]
        done = app.session.watched([*walked, answers.up_to])
    app.did(done, app.session.view.progress.next_up or app.cursor)
    if not done.changed:
        app.tell()


OPEN: Mapping[str, Callable[[LayznerApp], None]] = {
    "stopped": _stopped,
    "date": _date,
    "remark": _remark,
    "edit": _edit,
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
    "profile": _profile,
    "finish": _finish,
    "welcome": _welcome,
}
"""Everything there is to open, by its name in a key's action."""
