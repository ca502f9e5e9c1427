"""The end of a pass over the whole window: what it took, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.history import Diary
from tracker.drawing import Line
from tracker.drawing.finish import finish
from tracker.drawing.header import header
from tracker.session.view import View
from tracker.tui.frame import light_of
from tracker.tui.keys import FINISH_KEYS
from tracker.tui.pages import Page


class FinishPage(Page):
    """The course complete, the figures, the best, and the ways on."""

    BINDINGS = [*FINISH_KEYS]

    def __init__(self, view: View, diary: Diary) -> None:
        super().__init__()
        self._view, self._diary = view, diary
        self.number = view.progress.number
        """Which pass has ended."""

    def head(self, width: int) -> Line:
        """How far: all of it."""
        return header(self._view, width)

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The end, as far as it was watched."""
        return finish(self._view, self._diary, width, height, light_of(self))

    def keys(self) -> Sequence[tuple[str, str]]:
        """What can be done with the pass, and the way back."""
        return (
            ("finish_share", "share card"),
            ("finish_rewatch", "another pass"),
            ("page_down_line page_up_line", "scroll"),
            ("finish_passes", "passes"),
            ("finish_history", "history"),
            ("page_close", "the order"),
        )

    def action_share(self) -> None:
        """Ask for the name of a file for the share card."""
        from tracker.tui.exchange import ask_share  # noqa: PLC0415  # hardly ever asked for

        ask_share(self._view, self.prompt, self.say, is_plain=light_of(self) == "signs")
