"""Import and export: a file is asked for, a page says what would happen, and one key does it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING

from textual.content import Content

from tracker.domain import words
from tracker.domain.asked import NotUnderstood
from tracker.session import bring
from tracker.session.view import Done, View
from tracker.storage.files import AlreadyThere, StoreError, load_named, write_new
from tracker.tui.frame import key_of
from tracker.tui.questions import Question, Wrong
from tracker.tui.sheets import Sheet

if TYPE_CHECKING:
    from tracker.tui.lines import Prompt
    from tracker.tui.walk import Walk


PICTURE, PICTURES = "layzner.png", ".png, .svg or .txt"
"""The name that is proposed for a share card, and what it can end in."""


class File(Question):
    """Asks for the name of a file, until something can be done with it."""

    def __init__(
        self, title: str, hint: str, take: Callable[[str], None], proposed: str = ""
    ) -> None:
        """``take`` raises `NotUnderstood` or `StoreError` for what cannot be used."""
        self.title, self.hint, self.text, self._take = title, hint, proposed, take

    def typed(self, text: str) -> str:
        """Say what is wanted, until something is typed."""
        return "" if text else self.hint

    def entered(self, text: str) -> str | None:
        """Go on with the file, or say what is wrong with it; for a name that is taken, another."""
        self.instead = ""
        # What is dropped on a terminal comes in quotes.
        name = text.strip().strip("\"'")
        if not name:
            return self.hint
        try:
            self._take(os.path.expanduser(name))
        except AlreadyThere as error:
            self.instead = _free(name)
            return Wrong(words.upper(words.clean(str(error))))
        except (NotUnderstood, StoreError) as error:
            return Wrong(words.upper(words.clean(str(error))))
        return None


class PlanOfExchange(Sheet):
    """What an import or an export would do; one key does it, and every other leaves it."""

    def __init__(
        self, title: str, lines: Sequence[str], does: str, act: Callable[[], None] | None
    ) -> None:
        """``does`` is what the key does; without ``act`` there is nothing to be done."""
        super().__init__()
        self._title, self._lines, self._does, self._act = title, lines, does, act

    def text(self) -> Content:
        """The plan, as the command line prints it."""
        body = "\n".join(self._lines)
        return self.styled((f"{self._title}\n\n", "title"), (f"{body}\n" if body else "", "text"))

    def keys(self) -> str:
        """What the key does, and how to leave it."""
        if self._act is None:
            return super().keys()
        close = key_of(self, "page_close")
        return f"{key_of(self, 'page_turn')} {self._does} · {close} leave it"

    def action_turn(self) -> None:
        """Do it."""
        self.dismiss(None)
        if self._act is not None:
            self.app.call_after_refresh(self._act)


def ask_import(walk: Walk) -> None:
    """Ask which file to import, and show what that would bring."""
    hint = "CSV, MyAnimeList, AniList, Trakt, Simkl, or another progress file"
    walk.prompt.question = File("Import", hint, lambda file: _show_import(walk, file))


def ask_export(walk: Walk) -> None:
    """Ask for the name of the file to write, and show what has no place in it."""
    hint = "layzner.csv, .json, .md, or .xml.gz for MyAnimeList"
    walk.prompt.question = File("Export to", hint, lambda file: _show_export(walk, file))


def ask_share(
    view: View, prompt: Prompt, say: Callable[[str], None], *, is_plain: bool = False
) -> None:
    """Ask for the name of the file for the share card, and write it; nothing is written over."""
    from tracker.drawing.share import FORMS, as_file  # noqa: PLC0415  # only here

    def write(file: str) -> None:
        form = os.path.splitext(file)[1].lower()
        if form not in FORMS:
            raise NotUnderstood(f"end the name in {PICTURES}")
        write_new(file, as_file(view, form, is_plain=is_plain))
        say(f"Wrote the share card to {words.clean(os.path.abspath(file))}")

    prompt.question = File("Share card as", PICTURES, write, _free(PICTURE))


def _free(file: str) -> str:
    """The name, or the next one like it that is not there yet: ``layzner-2.png``."""
    root, form = os.path.splitext(file)
    root = re.sub(r"-\d+$", "", root)
    names = (f"{root}-{number}{form}" for number in count(2))
    return next(
        name
        for name in chain([f"{root}{form}"], names)
        if not os.path.lexists(os.path.expanduser(name))
    )


def _show_import(walk: Walk, file: str) -> None:
    """Show the plan of an import. Raises `NotUnderstood` and `StoreError`."""
    from tracker.formats import reading  # noqa: PLC0415  # only here
    from tracker.formats.packed import LIMIT  # noqa: PLC0415  # the same
    from tracker.session import previews  # noqa: PLC0415  # the same

    data, session = load_named(file, LIMIT), walk.session
    if reading.is_progress(data):
        _show_join(walk, file)
        return
    coming = bring.importing(session, file, data, bring.Wish())
    summary = previews.summary(coming)

    def act() -> None:
        try:
            copy = bring.bring_in(session, coming)
        except StoreError as error:
            walk.say(words.clean(str(error)), wrong=True)
            return
        _done(walk, f"Imported {summary}{bring.kept_as(copy)}")

    title, lines = _title(file, summary), previews.lines(coming)
    walk.push_screen(PlanOfExchange(title, lines, "import it", act if coming.is_any else None))


def _show_join(walk: Walk, file: str) -> None:
    """The same for a progress file, which is joined."""
    session = walk.session
    journal, damage = bring.load_file(file)
    coming = bring.joining(session.journal, [journal])
    lines = [f"It is damaged: {words.clean(damage)}"] if damage else []
    lines += [bring.staying(coming, [journal])]

    def act() -> None:
        try:
            copy = session.store.keep_before()
        except StoreError as error:
            walk.say(words.clean(str(error)), wrong=True)
            return
        session.join(coming.after)
        _done(walk, f"Joined: {bring.preview(coming)}{bring.kept_as(copy)}")

    title = _title(file, bring.preview(coming))
    shown = [line for line in lines if line]
    walk.push_screen(PlanOfExchange(title, shown, "join it", act if coming.is_any else None))


def _show_export(walk: Walk, file: str) -> None:
    """Show what an export writes, and what it loses. Raises `NotUnderstood` and `StoreError`."""
    from tracker.session import leaving  # noqa: PLC0415  # only here

    export = leaving.export(walk.session, leaving.format_of(file, None), None)
    is_there = os.path.lexists(file)

    def act() -> None:
        try:
            leaving.write(export, file, force=is_there)
        except StoreError as error:
            walk.say(words.upper(words.clean(str(error))), wrong=True)
            return
        walk.say(f"Wrote {export.what} to {words.clean(file)}")

    lines = [f"Overwrites {words.clean(file)}."] if is_there else []
    lines += export.losses or ["Nothing is lost."]
    walk.push_screen(PlanOfExchange(_title(file, export.what), lines, "write it", act))


def _done(walk: Walk, said: str) -> None:
    """Show what came, have it saved, and go to what is next."""
    here = walk.session.view.progress.next_up or walk.cursor
    walk.did(Done(said, changed=True), here)


def _title(file: str, what: str) -> str:
    return f"{words.clean(os.path.basename(file))}: {what}"
