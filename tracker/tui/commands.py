"""The commands of the palette: every key, and the care for the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.style import Style

from tracker.domain import words
from tracker.domain.guide import Note
from tracker.session import care
from tracker.storage.copies import Copy
from tracker.storage.files import StoreError
from tracker.tui.frame import Frame
from tracker.tui.keys import KEYS, of_place, short
from tracker.tui.sheets import ChoiceSheet, DoctorSheet, NoteSheet

if TYPE_CHECKING:
    from tracker.tui.walk import Walk


NO_STYLE = Style.null()
HARMFUL, OTHERS = 99, 50
"""The rank of what does harm, and that of most commands."""


class Offer(NamedTuple):
    """A command of the palette."""

    title: str
    help: str
    callback: Callable[[], object]
    discover: bool = True
    """It is offered before anything is typed."""
    key: str = ""
    """The viewer's key for it, in short."""
    rank: int = OTHERS
    """Where it stands before anything is typed."""

    @property
    def does_harm(self) -> bool:
        """Whether it takes something away: it stands last, and is found by its own words alone."""
        return self.rank == HARMFUL


class Commands(Provider):
    """The palette's commands. Their names are data: Textual's own provider reads them as markup."""

    async def discover(self) -> Hits:
        """Every command, what is used most first, before anything is typed."""
        for offer in sorted(self._offers, key=lambda offer: offer.rank):
            if offer.discover:
                shown, about = _shown(offer), Content(offer.help)
                yield DiscoveryHit(shown, offer.callback, text=offer.title, help=about)  # type: ignore[arg-type]  # Content serves

    async def search(self, query: str) -> Hits:
        """The commands that match, with the letters that do."""
        matcher = self.matcher(query)
        for offer in self._offers:
            score, offsets = matcher.fuzzy_search.match(query, offer.title)
            if offer.does_harm:
                # Only what is typed on purpose, and after all else that it may mean.
                meant = offer.title.casefold().startswith(query.casefold())
                score = LEAST if meant else 0
            if score > 0:
                shown, about = _shown(offer, offsets, matcher.match_style), Content(offer.help)
                yield Hit(score, shown, offer.callback, text=offer.title, help=about)  # type: ignore[arg-type]  # Content serves

    @property
    def _offers(self) -> Iterator[Offer]:
        walk = self.app
        assert isinstance(walk, Frame)  # noqa: S101  # tells the type check what is so
        return commands(cast("Walk", walk))


LEAST = 0.001
"""The score of what does harm; other matches have more."""
_MOVES = ("palette", "up", "down", "page_up", "page_down")
_FIRST = ("watched", "find", "notes", "stopped", "undo", "remark", "rate", "date")
"""What is used most, by the ids of the commands."""
_HARMFUL = ("clear", "rewatch", "suspend", "quit")
"""What takes something away, or the viewer."""


def _shown(offer: Offer, offsets: Sequence[int] = (), style: Style = NO_STYLE) -> Content:
    """A command's name, with the letters that match, and its key beside it."""
    name = Content(offer.title)
    for at in offsets:
        name = name.stylize(style, at, at + 1)
    return Content.assemble(name, (f"   {offer.key}", "not bold")) if offer.key else name


def commands(walk: Walk) -> Iterator[Offer]:
    """Every command, with its description."""
    ranks = {name: rank for rank, name in enumerate(_FIRST)} | dict.fromkeys(_HARMFUL, HARMFUL)
    for key in of_place(KEYS, walk.keys):
        if key.id not in _MOVES:
            yield Offer(
                words.upper(key.description),
                key.tooltip,
                partial(walk.run_action, key.action),
                key=short(key),
                rank=ranks.get(key.id or "", OTHERS),
            )
    yield from _places(walk)
    yield from _guides(walk)
    for theme in sorted(walk.available_themes):
        yield Offer(f"Theme: {theme}", "Change the colours", partial(_paint, walk, theme))
    yield Offer("Doctor", "Check the file and its copies", partial(_check, walk))
    for name in walk.session.profiles():
        if name != walk.session.who:
            called = words.clean(name) or "yours"
            yield Offer(f"Profile: {called}", "Go on as this viewer", partial(walk.switch, name))
    yield Offer(
        "New profile", "Another viewer in the same file", partial(walk.action_open, "profile")
    )
    yield Offer(
        "Folder of your files", "Where mpv finds what it plays", partial(walk.action_open, "folder")
    )
    if walk.session.view.progress.is_done:
        yield Offer(
            "End of the pass",
            "What it took, and the best of it",
            partial(walk.action_open, "ended"),
        )
    yield Offer(
        "Share card…",
        "A picture of how far you are, without spoilers",
        partial(walk.action_open, "share"),
    )
    yield Offer(
        "Import…",
        "What another program knows you have watched",
        partial(walk.action_open, "import"),
    )
    yield Offer("Export…", "Your passes for another program", partial(walk.action_open, "export"))
    for copy in walk.session.store.copies.all():
        name, line = words.clean(copy.name), " ".join(care.copy_line(walk.session, copy).split())
        join, back = partial(_join, walk, copy), partial(_go_back, walk, copy)
        yield Offer(f"Restore {name}", f"Bring back what it holds: {line}", join, discover=False)
        lost = f"Loses what came later: {line}"
        yield Offer(f"Go back to {name}", lost, back, discover=False, rank=HARMFUL)


def _places(walk: Walk) -> Iterator[Offer]:
    """Every entry and every note read, as far as they may be shown."""
    guide = walk.session.view.guide
    for entry in guide.entries:
        title = f"{entry.name} · {entry.title}" if entry.title else entry.name
        yield Offer(title, "Go there", partial(walk.go, entry.id), discover=False)
    for note in guide.notes:
        where = f"Read the note {note.side} {guide.entry(note.entry).in_sentence}"
        yield Offer(f"Note: {note.title}", where, partial(_read, walk, note), discover=False)


def _guides(walk: Walk) -> Iterator[Offer]:
    """Every other guide, and how far the viewer is in it."""
    session = walk.session
    for name, guide in session.shelf.usable().items():
        if name != session.guide_name:
            tally = session.far(guide, session.journal, session.who).tally
            far = f"{tally.watched} of {tally.total}"
            yield Offer(
                f"Go on with {guide.title}, {far}",
                f"The guide {name}",
                partial(walk.follow, name, guide),
            )


def _read(walk: Walk, note: Note) -> None:
    """Show a note once more."""
    walk.push_screen(NoteSheet([note]), lambda _: walk.read([note]))


def _paint(walk: Walk, theme: str) -> None:
    """Change the colours."""
    walk.theme = theme


def _check(walk: Walk) -> None:
    """Show the state of the file."""
    try:
        report = care.report(walk.session, walk.session.store.examine())
    except StoreError as error:
        report = (words.clean(str(error)),)
    walk.push_screen(DoctorSheet(report))


def _join(walk: Walk, copy: Copy) -> None:
    """Join a copy back."""
    walk.did(care.restore(walk.session, copy), walk.cursor)


def _go_back(walk: Walk, copy: Copy) -> None:
    """Go back to a copy, after saying what that loses."""

    def answered(key: str | None) -> None:
        if key == "y":
            done = care.go_back(walk.session, copy)
            walk.did(done, walk.session.view.progress.next_up or walk.cursor)

    lost = care.lost_by(walk.session, copy)
    walk.push_screen(ChoiceSheet(f"Going back loses {lost}. Go back?", {"y": "go back"}), answered)
