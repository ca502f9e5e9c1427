"""The picture of a pass: what stands where, and the same as text, as SVG and as PNG."""

from __future__ import annotations

import json
import struct
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import east_asian_width
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some
from textual.color import Color

from tests.support import EVENING, REAL, SMALL, Clock, entries, session
from tests.test_spoilers import FEW, lived
from tracker.cli import reports
from tracker.cli.main import main
from tracker.domain.outlook import Figures
from tracker.domain.progress import State, Tally
from tracker.domain.spoilers import LEVELS, Level
from tracker.domain.words import SIGNS
from tracker.formats import layout, share
from tracker.formats.layout import COLOURS, HEIGHT, LAMPS, WIDTH, Card, Cell, card, placed, rows
from tracker.session.sitting import Session
from tracker.tui.looks import CONTRAST, LAYZNER, VIOLET, contrast

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = """<b>&amp;"']]>\x1b[31m\x07\u202e\ufffe"""
OPEN, HALF, DONE = State.TO_WATCH, State.STOPPED, State.WATCHED
SKIPPED, OUT = State.SKIPPED, State.LEFT_OUT
LEGEND = (DONE, HALF, SKIPPED, OUT, OPEN)
GRIDS = some.lists(
    some.lists(some.sampled_from(State), min_size=1, max_size=60), min_size=1, max_size=6
)


class Png(NamedTuple):
    """A decoded picture."""

    width: int
    height: int
    palette: list[str]
    rows: list[bytes]

    def at(self, x: int, y: int) -> str:
        """The colour of a pixel."""
        return self.palette[self.rows[y][x]]

    def within(self, cell: Cell) -> set[str]:
        """The colours in a cell."""
        return {
            self.at(x, y)
            for x in range(cell.x, cell.x + cell.width)
            for y in range(cell.y, cell.y + cell.height)
        }


def decoded(data: bytes) -> Png:
    """A PNG picture with a palette and without filters, every sum checked."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        [check] = struct.unpack(">I", data[at + 8 + size : at + 12 + size])
        assert check == zlib.crc32(name + body)
        chunks[name] = body
        at += 12 + size
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    width, height, *kind = struct.unpack(">2I5B", chunks[b"IHDR"])
    assert kind == [8, 3, 0, 0, 0], "eight bits, a palette, nothing unusual"
    colours = chunks[b"PLTE"]
    palette = [f"#{colours[place : place + 3].hex()}" for place in range(0, len(colours), 3)]
    lines = zlib.decompress(chunks[b"IDAT"])
    assert len(lines) == height * (width + 1)
    assert not any(lines[:: width + 1]), "no filter"
    starts = range(1, len(lines), width + 1)
    return Png(width, height, palette, [lines[start : start + width] for start in starts])


def card_of(*parts: tuple[State, ...], title: str = "Comet") -> Card:
    """A card with such a grid."""
    took = Figures(1, 3600, 1, EVENING.date(), EVENING.date())
    many = sum(map(len, parts))
    return Card(title, "", 1, parts, Tally(many // 2, many, 0, 0), took, done=False)


def walked(directory: Path) -> Session:
    """A viewer in the middle of the real guide, with every state there is."""
    sitting = session(directory, REAL, Clock())
    sitting.watched(entries(REAL, "1-24"), EVENING.date().replace(month=10, day=3))
    sitting.skip(entries(REAL, "25"))
    sitting.watched(entries(REAL, "26"))
    sitting.stopped(REAL.entry("tv-27"), 600)
    return sitting


def texts(svg: str) -> list[str]:
    """The texts that an SVG document shows."""
    return [
        "".join(element.itertext()) for element in ElementTree.fromstring(svg).iter(f"{SVG}text")
    ]


def columns(line: str) -> int:
    """How many columns of a terminal a line takes."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line)


def test_a_card_tells_the_state_of_every_entry_by_part(tmp_path: Path) -> None:
    """A card holds a state for each entry, the counts, the time and when it began."""
    seen = card(walked(tmp_path).view.progress)
    assert seen.parts == (
        (DONE,) * 24 + (SKIPPED,),
        (DONE, HALF, *(OPEN,) * 10, OUT),
        (OPEN,) * 3,
    )
    assert (seen.title, seen.title_ja) == ("Blue Comet SPT Layzner", "蒼き流星SPTレイズナー")
    assert seen.name == "Pass 1"
    assert seen.how_far == "25 of 39 · 64 %"
    assert seen.time == "10 h 00 watched · since 3 October 2026"
    assert seen.states == (DONE, HALF, SKIPPED, OUT, OPEN)


def test_a_pass_without_a_mark_has_no_date(tmp_path: Path) -> None:
    """Before the first mark nothing is said of when."""
    seen = card(session(tmp_path).view.progress)
    assert seen.time == "0 min watched"
    assert (seen.how_far, seen.title_ja, seen.done) == ("0 of 3 · 0 %", "", False)


def test_a_finished_pass_tells_both_its_dates(tmp_path: Path) -> None:
    """When all is watched, the card says from when to when; the next pass begins anew."""
    sitting = session(tmp_path)
    sitting.watched(entries(SMALL, "1"), EVENING.date().replace(day=1))
    sitting.watched(entries(SMALL, "2", "ova-1"), EVENING.date())
    seen = card(sitting.view.progress)
    assert seen.time == "1 h 38 watched · 1 November 2026 to 22 November 2026"
    assert seen.how_far == "3 of 3 · 100 %"
    sitting.rewatch()
    assert card(sitting.view.progress)[2:4] == (2, ((OPEN, OPEN), (OUT, OPEN)))


def test_what_may_not_be_counted_has_no_cell(tmp_path: Path) -> None:
    """At the strictest level there is a cell for each entry of this part, and no other."""
    sitting = session(tmp_path, REAL)
    sitting.choose("strict")
    assert card(sitting.view.progress).parts == ((OPEN,) * 25,)


def test_the_real_guide_fills_the_width() -> None:
    """The real guide stands in rows of 13, a part below the other, from edge to edge."""
    seen = card_of((OPEN,) * 25, (OPEN,) * 13, (OPEN,) * 3)
    assert [[len(row) for row in part] for part in rows(seen)] == [[13, 12], [13], [3]]
    cells = placed(seen).cells[:41]
    lines = sorted({cell.y for cell in cells})
    steps = [below - above for above, below in pairwise(lines)]
    assert steps == [46, 69, 69], "a part begins half a line further down"
    assert (min(cell.x for cell in cells), max(cell.x + cell.width for cell in cells)) == (86, 1114)


@given(GRIDS)
def test_everything_stands_in_the_picture(grid: list[list[State]]) -> None:
    """Whatever the grid: nothing lies outside the picture, no cell on another or on the rail."""
    seen = card_of(*map(tuple, grid))
    stands = placed(seen)
    for block in layout.drawn(stands):
        assert 0 <= block.x <= block.x + block.width <= WIDTH
        assert 0 <= block.y <= block.y + block.height <= HEIGHT
    many = sum(map(len, grid))
    assert [cell.state for cell in stands.cells[:many]] == [
        state for part in grid for state in part
    ]
    assert [cell.state for cell in stands.cells[many:]] == list(seen.states)
    cells = stands.cells[:many]
    for cell, other in pairwise(cells):
        assert other.x >= cell.x + cell.width or other.y >= cell.y + cell.height
    assert cells[0].y > 150
    assert cells[-1].y + cells[-1].height < 420


@given(GRIDS)
def test_the_text_has_sixty_columns(grid: list[list[State]]) -> None:
    """Whatever the grid, no line of the text is wider than 60 columns."""
    seen = card_of(*map(tuple, grid))
    assert max(map(columns, share.as_text(seen).splitlines())) <= 60


def test_the_card_as_text(tmp_path: Path) -> None:
    """The text has the signs of the list, and a dot for what is still to watch."""
    assert reports.card(walked(tmp_path).view).text.splitlines() == [
        "Blue Comet SPT Layzner",
        "蒼き流星SPTレイズナー",
        "Pass 1",
        "",
        "✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓",
        "✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ »",
        "",
        "✓ ◐ · · · · · · · · · · ×",
        "",
        "· · ·",
        "",
        "25 of 39 · 64 %",
        "10 h 00 watched · since 3 October 2026",
        "",
        "  ".join(
            f"{glyph} {SIGNS[state].label}" for glyph, state in zip("✓◐»×·", LEGEND, strict=True)
        ),
        "",
        "layzner",
    ]


def test_no_two_states_have_the_same_shape() -> None:
    """Without colours, the lamps of two states can still be told apart, large and small."""
    for width, height in ((68, 34), (24, 18)):
        shapes = set()
        for state in State:
            lit = set()
            for block in layout.lamp(Cell(0, 0, width, height, state)):
                if block.colour == LAMPS[state]:
                    for x in range(block.x, block.x + block.width):
                        lit |= {(x, y) for y in range(block.y, block.y + block.height)}
            shapes.add(frozenset(lit))
        assert len(shapes) == len(State)


def test_the_colours_are_those_of_the_themes_and_can_be_read() -> None:
    """Every colour is one of the interface's; all that means something has a contrast of 4.5."""
    known = {**LAYZNER.variables, **vars(LAYZNER), "violet": VIOLET.primary}
    assert {name: known[name] for name in COLOURS} == COLOURS
    colours = {name: Color.parse(colour) for name, colour in COLOURS.items()}
    for name in set(COLOURS) - {"background", "panel"}:
        assert contrast(colours[name], colours["background"]) >= CONTRAST
    for state in (SKIPPED, OUT):
        assert contrast(colours[LAMPS[state]], colours["panel"]) >= CONTRAST


def test_the_svg_shows_the_card_and_its_cells(tmp_path: Path) -> None:
    """The SVG is XML of a fixed shape, with a text for each line and a colour for each state."""
    seen = card(walked(tmp_path).view.progress)
    drawn = share.as_svg(seen)
    assert drawn.isascii()
    tree = ElementTree.fromstring(drawn)
    assert tree.attrib["viewBox"] == "0 0 1200 630"
    assert texts(drawn) == [
        "Blue Comet SPT Layzner",
        "蒼き流星SPTレイズナー",
        "Pass 1",
        "25 of 39 · 64 %",
        "10 h 00 watched · since 3 October 2026",
        "layzner",
        *(SIGNS[state].label for state in LEGEND),
    ]
    assert tree.findtext(f"{SVG}title") == "Blue Comet SPT Layzner, Pass 1: 25 of 39 · 64 %"
    places = {
        (int(element.get("x", "")), int(element.get("y", "")), element.get("fill"))
        for element in tree.iter(f"{SVG}rect")
    }
    for cell in placed(seen).cells:
        if cell.state not in {SKIPPED, OUT}:
            assert (cell.x, cell.y, COLOURS[LAMPS[cell.state]]) in places


def test_a_hostile_title_is_text_and_nothing_else(tmp_path: Path) -> None:
    """Markup, quotes and control characters of a guide stay text in every form of the card."""
    guide = SMALL._replace(title=HOSTILE, title_ja=f"{HOSTILE}日本")
    sitting = session(tmp_path, guide)
    seen = card(sitting.view.progress)
    drawn = share.as_svg(seen)
    shown = """<b>&amp;"']]>\ufffd[31m\ufffd\ufffd\ufffd"""
    assert texts(drawn)[:2] == [shown, f"{shown}日本"]
    assert {element.tag for element in ElementTree.fromstring(drawn).iter()} == {
        f"{SVG}{tag}" for tag in ("svg", "title", "rect", "g", "text")
    }
    assert share.as_text(seen).splitlines()[:2] == [shown, f"{shown}日本"]
    decoded(share.as_png(seen))


@pytest.mark.parametrize("title", ["Layzner " * 40, "蒼き流星" * 40, "a" * 400])
def test_a_long_title_is_cut(tmp_path: Path, title: str) -> None:
    """A title that would not fit is cut off, Japanese at half as many characters."""
    seen = card(session(tmp_path, SMALL._replace(title=title, title_ja=title)).view.progress)
    assert seen.title.endswith("…")
    assert columns(seen.title) <= 57
    assert columns(seen.title_ja) <= 48
    decoded(share.as_png(seen))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("steps", FEW)
def test_no_picture_holds_a_title(tmp_path: Path, steps: int, level: Level) -> None:
    """At no level, hidden or not, has a picture a title, a part, a note, a remark or a name."""
    sitting = lived(tmp_path, steps, level, 34)
    sitting.switch("Anna Profile")
    for view in (sitting.view, lived(tmp_path / "first", steps, level).view):
        drawn = reports.card_as_svg(view, "-")
        shown = "\n".join((*texts(drawn.text), reports.card(view).text, json.dumps(drawn.data)))
        for secret in ("-tv-", "-ova-", "name-", "arc-", "note-", "text-", "remark-", "Anna"):
            assert secret not in shown


def test_the_png_has_the_colour_of_each_state(tmp_path: Path) -> None:
    """The PNG is small, 1200 by 630, and each cell has its state's colour in its state's shape."""
    seen = card(walked(tmp_path).view.progress)
    data = share.as_png(seen)
    assert len(data) < 100_000
    png = decoded(data)
    assert (png.width, png.height) == (1200, 630)
    ground, panel = COLOURS["background"], COLOURS["panel"]
    assert png.at(0, 0) == ground
    for cell in placed(seen).cells:
        colour = COLOURS[LAMPS[cell.state]]
        within = {
            DONE: {colour},
            HALF: {colour, ground},
            OPEN: {colour, ground},
            SKIPPED: {colour, panel},
            OUT: {colour, panel},
        }
        assert png.within(cell) == within[cell.state]
        near, middle = cell.x + cell.width // 8, cell.y + cell.height // 2
        left, right = png.at(near, middle), png.at(cell.x + cell.width - cell.width // 6, middle)
        assert (left == colour) == (cell.state in {DONE, HALF})
        assert (right == colour) == (cell.state is DONE)


def test_the_letters_of_the_png_can_be_read() -> None:
    """The font writes what it is given: here the letters are read back from the pixels."""
    png = decoded(share.as_png(card_of((OPEN,), title="Lay·")))
    letters = [
        "".join(
            "#" if png.at(86 + 6 * x, 104 - 42 + 6 * y) == COLOURS["foreground"] else "."
            for x in range(24)
        )
        for y in range(8)
    ]
    assert letters == [
        "#.......................",
        "#.......................",
        "#......###..#...#.......",
        "#.........#.#...#..##...",
        "#......####.#...#..##...",
        "#.....#...#..####.......",
        "#####..####.....#.......",
        ".............###........",
    ]


def answered(directory: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Any:  # noqa: ANN401  # whatever the answer is
    """Exit code, answer and talk of ``layzner card``."""
    code = main(["card", *words, "--data-dir", str(directory)])
    return (code, *capsys.readouterr())


def test_the_command_writes_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``card`` prints; --svg and --png write whole files, and say so; `-` prints the SVG."""
    walked(tmp_path).save()
    svg, png = tmp_path / "card.svg", tmp_path / "card.png"
    assert answered(tmp_path, capsys, "--svg", str(svg)) == (0, f"Wrote the card to {svg}\n", "")
    assert answered(tmp_path, capsys, "--png", str(png)) == (0, f"Wrote the card to {png}\n", "")
    assert decoded(png.read_bytes()).width == WIDTH
    code, out, _ = answered(tmp_path, capsys, "--svg", "-")
    assert (code, out) == (0, svg.read_text(encoding="ascii"))
    assert answered(tmp_path, capsys)[1].startswith("Blue Comet SPT Layzner\n")


def test_the_command_answers_with_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json has the figures and the states, and no title."""
    walked(tmp_path).save()
    data = json.loads(answered(tmp_path, capsys, "--json")[1])
    assert data.pop("cells") == [
        *["watched"] * 24,
        *["skipped", "watched", "stopped"],
        *["to watch"] * 10,
        "left out",
        *["to watch"] * 3,
    ]
    assert data == {
        "pass": 1,
        "watched": 25,
        "total": 39,
        "percent": 64,
        "seconds": 36000,
        "since": "2026-10-03",
        "until": None,
    }


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--svg", "a", "--png", "b"), 2, "a card is written as --svg FILE or as --png FILE, one"),
        (("--png", "-"), 2, "a PNG is not for the screen; say --png FILE"),
        (("--png", "no/such/card.png"), 1, "cannot write no/such/card.png: No such file"),
        (("--svg", ""), 1, "cannot write : "),
    ],
)
def test_what_cannot_be_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    """What cannot be drawn or written is one line on stderr; nothing is left of it."""
    left, out, err = answered(tmp_path, capsys, *words)
    assert (left, out) == (code, "")
    assert err.startswith(f"layzner: {said}")
    assert err.count("\n") == 1


@pytest.mark.parametrize("many", [41, 140, 352, 720, 1200, 10_000])
def test_a_grid_of_many_has_cells_that_are_near_to_square(many: int) -> None:
    """However many entries there are, no cell is flat, and all stand in the frame."""
    states = (DONE,) * (many // 2) + (OPEN,) * (many - many // 2)
    layout_ = placed(card_of(states))
    cells = layout_.cells[:many]
    assert len({(cell.x, cell.y) for cell in cells}) == many
    assert all(2 / 3 <= cell.width / cell.height <= 5 / 2 for cell in cells)
    assert all(cell.y + cell.height <= 428 and cell.x + cell.width <= 1114 for cell in cells)


def test_too_many_parts_are_one_block() -> None:
    """Where the room between parts would leave none for the cells, there is no such room."""
    many = card_of(*[(DONE,) * 5 + (OPEN,)] * 60)
    assert len([*rows(many)]) == 1
    assert len([*rows(card_of(*[(DONE,) * 5 + (OPEN,)] * 6))]) == 6


def test_a_legend_tells_what_can_be_told_apart() -> None:
    """In cells too small for shapes, only full and empty are explained."""
    states = (DONE, HALF, SKIPPED, OUT, OPEN)
    assert [cell.state for cell in placed(card_of(states * 10)).cells[50:]] == list(LEGEND)
    assert [cell.state for cell in placed(card_of(states * 800)).cells[4000:]] == [DONE, OPEN]


@pytest.mark.parametrize(("letters", "dot"), [(22, 6), (28, 6), (29, 5), (42, 4), (57, 3)])
def test_a_longer_title_is_smaller(letters: int, dot: int) -> None:
    """A title is drawn as large as there is room for all of it."""
    [title, *_] = placed(card_of((DONE,), title="a" * letters)).texts
    assert (title.dot, title.text) == (dot, "a" * letters)


def test_many_entries_as_text_stand_close() -> None:
    """Sixty columns hold thirty entries with spaces between them, and sixty without."""
    assert max(map(len, share.as_text(card_of((DONE,) * 720)).splitlines())) == 60
