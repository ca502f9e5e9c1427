"""Nothing shows what is hidden: every command and every screen, in every state, at every level.

The real guide is used with every text of it replaced by one that stands nowhere else, so that a
search for hidden texts finds all of them and nothing by chance.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from tests.player.fake import films
from tests.support import EVENING, REAL, Clock, entries, mostly_slow, session
from tests.tui.screen import press, text
from tracker.cli import answers, arguments, verbs
from tracker.domain.asked import NotUnderstood
from tracker.domain.find import Finder
from tracker.domain.guide import Entry, Guide
from tracker.domain.plan import made
from tracker.domain.progress import progress
from tracker.domain.spoilers import LEVELS, Level
from tracker.drawing import plain
from tracker.drawing.card import card, recall
from tracker.drawing.finish import finish
from tracker.drawing.header import header
from tracker.drawing.order import lines
from tracker.drawing.outlook import margin
from tracker.session.films import Library
from tracker.session.sitting import Session
from tracker.tui.app import LayznerApp
from tracker.tui.commands import commands
from tracker.tui.sheets import CardSheet, NotesSheet, PassSheet, PlanSheet

DAY = timedelta(days=1)
WALK = entries(REAL, "1-ova3")
STEPS = range(len(WALK) + 1)
FEW = (0, 1, 21, 25, 26, 37, 39, 40)
"""Where something changes: a part, an arc, the end."""

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("next",),
    ("status",),
    ("list",),
    ("notes",),
    ("notes", "--all"),
    ("passes",),
    ("passes", "1"),
    ("stats",),
    ("plan", "--by", "in 3 weeks"),
    ("plan", "--per-week", "9"),
    ("plan", "--per-week", "3", "--ics", "-"),
    ("card",),
    ("card", "--svg", "-"),
    ("profiles",),
    ("spoilers",),
    ("remark", "30"),
    ("doctor",),
    ("restore",),
    ("where",),
    ("files",),
    ("show",),
    ("show", "12"),
    ("show", "30"),
    ("show", "38"),
    ("show", "1-41"),
    ("show", "title"),
    ("show", "is:open"),
    ("help",),
    ("rate", "30", "7"),
    ("remark", "31", "Mine."),
    ("skip", "36"),
    ("stopped", "1:00", "33"),
    ("clear", "33"),
    ("undo",),
    ("redo",),
    ("watched", "41"),
    ("watched", "9-3"),
    ("watched", "ova-9"),
    ("clear", "nonsense"),
    ("list",),
    ("passes", "2"),
    ("plan", "--by", "Friday"),
)
"""Every answer there is; some mark what is hidden, and the last are asked after that."""

KEYS: tuple[tuple[str, ...], ...] = (
    ("enter",),
    ("n",),
    ("n", "g"),
    ("p",),
    ("p", "G"),
    ("h",),
    ("question_mark",),
    ("x",),
    ("R",),
    ("o", *"5 a week", "enter"),
    ("G", "enter"),
    ("g", "enter"),
    ("slash", *"title"),
    ("slash", *"30"),
    ("slash", *"note"),
    ("G", "r"),
    ("G", "d"),
    ("G", "t"),
    ("w",),
)
"""Every screen there is."""


def sealed(guide: Guide) -> Guide:
    """The guide with every text that can be hidden unlike all others: ``title-tv-12.``."""
    return guide._replace(
        parts=tuple(part._replace(name=f"name-{part.id}.") for part in guide.parts),
        entries=tuple(
            entry._replace(
                title=f"title-{entry.id}.",
                title_ja=f"日本-{entry.id}.",
                romaji=f"romaji-{entry.id}.",
                other_titles=(f"other-{entry.id}.",),
                arc=entry.arc and f"arc-{entry.arc[:12].strip()}.",
            )
            for entry in guide.entries
        ),
        notes=tuple(
            note._replace(
                title=f"note-{note.id}.",
                text=f"text-{note.id}.",
                rewatch=note.rewatch and f"closing-{note.id}.",
            )
            for note in guide.notes
        ),
    )


SEALED = sealed(REAL)


def lived(directory: Path, steps: int, level: Level, earlier: int = 0) -> Session:
    """A viewer so many steps into the walk, at a level; in the second pass if there is an earlier.

    In that, so many entries were watched, rated and remarked on.
    """
    clock = Clock(EVENING - 200 * DAY)
    sitting = session(directory, SEALED, clock)
    sitting.tell(seen=False)
    if earlier:
        sitting.watched(WALK[:earlier])
        for entry in WALK[:earlier]:
            sitting.remark(entry, f"remark-{entry.id}.")
            sitting.rate(entry, 7)
        sitting.rewatch()
    for at, entry in enumerate(WALK[:steps]):
        clock.now = EVENING - (steps - at) * DAY
        sitting.watched([entry])
    clock.now = EVENING
    sitting.read(sitting.view.guide.notes)
    sitting.choose(level)
    return sitting


def with_files(sitting: Session, directory: Path) -> None:
    """Files of every entry, whose names tell its title; of the second of each ten, two."""
    names = [f"Layzner - {entry.id.replace('ova-', 'OVA ')} - {entry.title}mkv"
             .replace("tv-", "", 1) for entry in SEALED.entries]  # fmt: skip
    names += [f"[B] {name}" for name in names[1::10]]
    names += [f"{entry.title}mkv" for entry in SEALED.entries[::9]]
    folder = films(directory, *names)
    Library(sitting).remember(str(folder))


def secrets(sitting: Session) -> list[str]:
    """By the rules on paper: every text that may not be shown now."""
    lived = progress(SEALED, sitting.lived())
    level, marks = sitting.view.level, lived.marks
    order = [entry.id for entry in SEALED.entries]
    up = order.index(lived.next_up) if lived.next_up else len(order)

    def begun(entry: Entry) -> bool:
        return entry.id in marks and marks[entry.id].do in ("watched", "stopped")

    hidden = [entry for entry in SEALED.entries[up + 1 :] if not begun(entry)]
    secret = []
    for note in SEALED.notes:
        done = note.entry in marks and marks[note.entry].do in ("watched", "skipped")
        if (
            SEALED.entry(note.entry) in hidden
            or (note.side == "after" and not done)
            or (note.audience == "rewatch" and not lived.seen)
        ):
            secret += [note.title, note.text]
        if note.rewatch and not lived.seen:
            secret.append(note.rewatch)
    if level == "off" or lived.next_up is None:
        return secret
    for entry in hidden:
        secret += [entry.title or "", entry.title_ja or "", entry.romaji or "", *entry.other_titles]
        secret.append(f"remark-{entry.id}.")
    ahead = {entry.id for entry in hidden} | {lived.next_up}
    arcs = {entry.arc for entry in SEALED.entries if entry.id not in ahead}
    secret += [entry.arc for entry in SEALED.entries if entry.arc and entry.arc not in arcs]
    if level == "strict":
        parts = [part.id for part in SEALED.parts]
        here = parts.index(SEALED.entries[up].part)
        secret += [part.name for part in SEALED.parts[here + 1 :]]
    return secret


def leaks(sitting: Session, shown: str) -> list[str]:
    """The secrets that are in what is shown, also where a line break parts them."""
    # What stands alone begins with a capital.
    shown = shown.casefold()
    joined = re.sub(r"[\s│▏]+", "", shown)
    found = [(secret, secret.casefold()) for secret in secrets(sitting)]
    return [secret for secret, folded in found if folded in shown or folded in joined]


def said(sitting: Session, asks: Sequence[str]) -> Iterator[str]:
    """What a command answers, as text and as data, or why it does not."""
    try:
        given = arguments.understood(asks)
        answer = verbs.VERBS[asks[0]].run(sitting, given)
    except NotUnderstood as error:
        yield str(error)
    else:
        yield answer.text
        yield answers.as_json(answer.data)
        yield json.dumps(answer.data, ensure_ascii=False)


def answers_leak(directory: Path, steps: int, level: Level, earlier: int) -> None:
    """Ask every command, and look for what may not be told."""
    sitting = lived(directory, steps, level, earlier)
    sitting.save()
    with_files(sitting, directory)
    for asks in COMMANDS:
        for answer in said(sitting, asks):
            assert leaks(sitting, answer) == [], f"{asks} at {sitting.view.progress.next_up}"
    assert len(secrets(sitting)) > 0 or steps == len(WALK)


async def screens_leak(directory: Path, steps: int, level: Level, earlier: int) -> None:
    """Open every screen, and look for what may not be seen."""
    sitting = lived(directory, steps, level, earlier)
    app = LayznerApp(sitting)
    async with app.run_test(size=(120, 40)) as pilot:
        for keys in ((), *KEYS):
            for _ in range(9):
                if len(app.screen_stack) > 1 or app.prompt.question:
                    await press(pilot, "escape")
            await press(pilot, "full_stop", *keys)
            found = leaks(sitting, text(app))
            assert found == [], f"{keys} at {sitting.view.progress.next_up}"
        offered = " ".join(f"{command.title} {command.help}" for command in commands(app))
        assert leaks(sitting, offered) == []


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("steps", mostly_slow(FEW, 1, 25, 40))
def test_no_command_tells_a_secret(tmp_path: Path, steps: int, level: Level) -> None:
    """No answer, as text or as data, holds a title, a part, a note or a remark that is hidden."""
    answers_leak(tmp_path / "first", steps, level, 0)
    answers_leak(tmp_path / "again", steps, level, 34)


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
def test_no_command_ever_tells_a_secret(tmp_path: Path, level: Level) -> None:
    """The same at every step of the walk."""
    for steps in STEPS:
        answers_leak(tmp_path / f"{steps}", steps, level, 0)
        answers_leak(tmp_path / f"{steps}-again", steps, level, 40)


@pytest.mark.slow
async def test_no_screen_shows_a_secret(tmp_path: Path) -> None:
    """No screen holds a title, a part, a note or a remark that is hidden."""
    await screens_leak(tmp_path, 25, "strict", 34)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("steps", "level"), [(1, "strict"), (25, "off"), (25, "titles"), (39, "titles")]
)
async def test_no_screen_early_or_late_shows_a_secret(
    tmp_path: Path, steps: int, level: Level
) -> None:
    """The same at other levels, after the first step, and before the last."""
    await screens_leak(tmp_path, steps, level, 34)


@pytest.mark.parametrize("steps_taken", [FEW, pytest.param(STEPS, marks=pytest.mark.slow)])
async def test_no_page_of_any_state_holds_a_secret(
    tmp_path: Path, steps_taken: Sequence[int]
) -> None:
    """At every level: the list, each card, and every page that can be opened."""
    first = lived(tmp_path / "first", 0, "off")
    app = LayznerApp(first)
    async with app.run_test(size=(120, 40)) as pilot:
        view, history = first.view, first.history()
        pages = NotesSheet(view), CardSheet(view, WALK[0])
        passes, plan = PassSheet(view, history.diaries), PlanSheet(view, ())
        for sheet in (*pages, passes, plan):
            await app.push_screen(sheet)
        for steps, level in product(steps_taken, LEVELS):
            sitting = lived(tmp_path / f"{steps}-{level}", steps, level, 34 * (steps % 2))
            view, passes._diaries = sitting.view, sitting.history().diaries
            passes._at = 0
            plan._planned = made(view.progress, view.today, 9)
            shown = [repr([*lines(view)]), repr(header(view, 198)), recall(view, 200)]
            shown.append("\n".join(map(plain, margin(view, 68, 56, "band"))))
            for sheet in (*pages, passes, plan):
                sheet._view = view
                shown.append(sheet.text().plain)
            shown.append(repr(finish(view, passes._diaries[-1], 120, 40, "full")))
            shown += [repr(card(view, entry)) for entry in view.guide.entries]
            sought = ("title", "日本", "3", "ttltv", "is:open", "is:remarked", "is:rated")
            shown += [repr(Finder(view.progress).find(text)) for text in sought]
            assert leaks(sitting, "\n".join(shown)) == []
        await pilot.pause()


@pytest.mark.parametrize("steps", FEW[:4])
def test_no_answer_counts_beyond_the_part(tmp_path: Path, steps: int) -> None:
    """At the strictest level nothing about progress says how much lies beyond this part."""
    sitting = lived(tmp_path, steps, "strict")
    view = sitting.view
    end = 25 if steps < 25 else 38
    assert [entry.id for entry in view.guide.entries] == [entry.id for entry in REAL.entries[:end]]
    assert view.progress.tally.total == (25 if steps < 25 else 37)
    assert view.guide.broadcast == view.guide.ids == {}
    for asks in (
        ("next",),
        ("status",),
        ("stats",),
        ("plan", "--per-week", "3"),
        ("list",),
        ("card",),
    ):
        for answer in said(sitting, asks):
            # The reason to leave out an entry is told from the start.
            rest = answer.replace("Act III tells it properly", "")
            assert not re.search(r"\b(40|41|ova-\d|Acts?)\b", rest), asks


def test_the_search_for_secrets_finds_them(tmp_path: Path) -> None:
    """What is shown with nothing hidden is full of what is a secret at the other levels."""
    open_list = next(said(lived(tmp_path / "off", 5, "off", 34), ["list"]))
    for level in [*LEVELS][1:]:
        hidden = lived(tmp_path / level, 5, level, 34)
        assert len(leaks(hidden, open_list)) > 30
