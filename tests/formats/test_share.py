"""The picture of a pass: what stands where, and the same as SVG and as PNG."""

from __future__ import annotations

import json
import struct
import zlib
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import east_asian_width
from xml.etree import ElementTree

import pytest
from textual.color import Color
from textual.theme import Theme

from tests.support import EVENING, REAL, SMALL, Clock, entries, session
from tests.test_spoilers import FEW, lived
from tracker.cli import reports
from tracker.cli.main import main
from tracker.domain.course import STEPS
from tracker.domain.guide import Guide
from tracker.domain.progress import State
from tracker.domain.spoilers import LEVELS, Level
from tracker.drawing.share import FORMS, as_file, as_text
from tracker.formats import share
from tracker.formats.layout import (
    BASE,
    COLOURS,
    COMET,
    FINE,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Layout,
    card,
    inks,
    placed,
    rim,
)
from tracker.session.sitting import Session
from tracker.tui import looks
from tracker.tui.looks import CONTRAST, LAYZNER, contrast

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = """<b>&amp;"']]>\x1b[31m\x07\u202e\ufffe"""
OPEN, HALF, DONE = State.TO_WATCH, State.STOPPED, State.WATCHED
SKIPPED, OUT = State.SKIPPED, State.LEFT_OUT


class Png(NamedTuple):
    """A decoded picture."""

    width: int
    height: int
    palette: list[str]
    rows: list[bytes]

    def at(self, x: int, y: int) -> str:
        """The colour of a pixel."""
        return self.palette[self.rows[y][x]]


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


def test_a_card_tells_how_far_and_names_nothing(tmp_path: Path) -> None:
    """A card holds the state of each entry, the counts, the time and when it began."""
    seen = card(walked(tmp_path).view.course)
    assert seen.states == (
        *[DONE] * 24, SKIPPED, DONE, HALF, *[OPEN] * 10, OUT, *[OPEN] * 3
    )  # fmt: skip
    assert (seen.title, seen.title_ja) == ("Blue Comet SPT Layzner", "蒼き流星SPTレイズナー")
    assert seen.name == "Pass 1"
    assert seen.how_far == "25 of 39 · 10 h 00 watched"
    assert seen.since == "since 3 October 2026"
    assert seen.inside == ("14 to go", "1 in the last 7 days")


def test_a_pass_without_a_mark_has_no_date(tmp_path: Path) -> None:
    """Before the first mark nothing is said of when."""
    seen = card(session(tmp_path).view.course)
    assert (seen.since, seen.inside) == ("", ("3 to go", ""))
    assert (seen.how_far, seen.title_ja, seen.done) == ("0 of 3 · 0 min watched", "", False)


def test_a_finished_pass_tells_both_its_dates(tmp_path: Path) -> None:
    """When all is watched, the card says from when to when; the next pass begins anew."""
    sitting = session(tmp_path)
    sitting.watched(entries(SMALL, "1"), EVENING.date().replace(day=1))
    sitting.watched(entries(SMALL, "2", "ova-1"), EVENING.date())
    seen = card(sitting.view.course)
    assert seen.inside == ("All of it", "1 to 22 November 2026")
    assert (seen.how_far, seen.since) == ("3 of 3 · 1 h 38 watched", "")
    sitting.rewatch()
    again = card(sitting.view.course)
    assert (again.number, again.states) == (2, (OPEN, OPEN, OUT, OPEN))


def test_what_may_not_be_counted_is_not_drawn(tmp_path: Path) -> None:
    """At the strictest level there is a place for each entry of this part, and no other."""
    sitting = session(tmp_path, REAL)
    sitting.choose("strict")
    assert card(sitting.view.course).states == (OPEN,) * 25
    [stretch] = placed(card(sitting.view.course)).stretches
    assert (stretch.first, stretch.end) == (0, RIGHT - LEFT)


def boxes(layout: Layout) -> list[tuple[int, int, int, int]]:
    """Where the texts stand: left, top, right and foot."""
    return [
        (
            text.left,
            text.foot - 7 * text.dot,
            text.left + (6 * columns(text.text) - 1) * text.dot,
            text.foot,
        )
        for text in layout.texts
    ]


@pytest.mark.parametrize("guide", [REAL, SMALL])
@pytest.mark.parametrize("steps", [0, 1, 3])
def test_everything_stands_in_the_picture(tmp_path: Path, guide: Guide, steps: int) -> None:
    """Nothing lies outside the picture, no text on another, no stretch on the next."""
    sitting = session(tmp_path, guide)
    sitting.watched(guide.entries[:steps] if steps < 3 else guide.entries)
    layout = placed(card(sitting.view.course))
    for first, second in pairwise(layout.stretches):
        assert first.end <= second.first
    for stretch in layout.stretches:
        assert 0 <= stretch.first < stretch.end <= RIGHT - LEFT
    x, y = layout.comet
    assert LEFT - COMET <= x <= RIGHT + COMET
    assert TOP - 2 * COMET <= y <= BASE
    placed_at = boxes(layout)
    for left, top, right, foot in placed_at:
        assert 0 <= left < right <= WIDTH
        assert 0 <= top < foot <= HEIGHT
    for at, (left, top, right, foot) in enumerate(placed_at):
        for other, upper, end, lower in placed_at[at + 1 :]:
            assert right < other or end < left or foot < upper or lower < top


@pytest.mark.parametrize("light", ["band", "signs"])
def test_the_card_as_text(tmp_path: Path, light: str) -> None:
    """The text has the course in blocks or in plain signs, and is at most 60 columns wide."""
    drawn = as_text(walked(tmp_path).view, "signs" if light == "signs" else "band")
    lines = drawn.splitlines()
    assert lines[:4] == ["Blue Comet SPT Layzner", "蒼き流星SPTレイズナー", "Pass 1", ""]
    assert lines[-4:] == ["25 of 39 · 10 h 00 watched", "since 3 October 2026", "", "layzner"]
    assert max(map(columns, lines)) <= 60
    assert "14 to go" in drawn
    way = "".join(lines[4:12])
    assert ("█" in way, "@" in way, "●" in way) == (
        light == "band",
        light == "signs",
        light == "band",
    )
    assert way.isascii() is (light == "signs")
    assert lines[12].split()[:2] == ["1", "8"]


def test_a_step_into_the_dark_is_that_of_the_interface() -> None:
    """The inks of the picture are those of the course on the screen, finer by as many steps."""
    theme = looks.inks(LAYZNER, variables(LAYZNER))
    made = inks()
    for name in ("done", "glow1", "glow2", "glow3", "ahead", "faint"):
        ink = Color.parse(theme[f"ink-{name}"])
        near = Color.parse(made[f"{name}.0"])
        assert max(abs(one - other) for one, other in zip(ink.rgb, near.rgb, strict=True)) <= 1
        ground = Color.parse(COLOURS["background"])
        cells = [ground.blend(ink, (1 - step / STEPS) ** 1.7) for step in range(STEPS)]
        drawn = [Color.parse(made[f"{name}.{step * FINE // STEPS}"]) for step in range(STEPS)]
        for one, other in zip(cells, drawn, strict=True):
            assert max(abs(a - b) for a, b in zip(one.rgb, other.rgb, strict=True)) <= 2
    assert len(made) <= 256, "a palette has no more"


def variables(theme: Theme) -> dict[str, str]:
    """What the interface knows of the colours of a theme."""
    return {**theme.to_color_system().generate(), **theme.variables}


def test_the_colours_are_those_of_the_theme_and_can_be_read() -> None:
    """Every colour is one of the interface's; every text has a contrast of 4.5."""
    known = {**LAYZNER.variables, **vars(LAYZNER)}
    assert {name: known[name] for name in COLOURS} == COLOURS
    colours = {name: Color.parse(colour) for name, colour in COLOURS.items()}
    for name in set(COLOURS) - {"background"}:
        assert contrast(colours[name], colours["background"]) >= CONTRAST


def test_the_svg_shows_the_card_and_its_course(tmp_path: Path) -> None:
    """The SVG is XML of a fixed shape: a text for each line, bands of light, one comet."""
    seen = card(walked(tmp_path).view.course)
    drawn = share.as_svg(seen)
    assert drawn.isascii()
    tree = ElementTree.fromstring(drawn)
    assert tree.attrib["viewBox"] == "0 0 1200 630"
    assert texts(drawn) == [
        "Blue Comet SPT Layzner",
        "Pass 1",
        "25 of 39 · 10 h 00 watched",
        "since 3 October 2026",
        "layzner",
        "14 to go",
        "1 in the last 7 days",
        "1",
        "III",
        "25",
        "37",
        "8",
        "15",
        "26",
        "蒼き流星SPTレイズナー",
    ]
    named = tree.findtext(f"{SVG}title")
    assert named == "Blue Comet SPT Layzner, Pass 1: 25 of 39 · 10 h 00 watched"
    layout = placed(seen)
    [comet] = tree.iter(f"{SVG}circle")
    assert (int(comet.get("cx", "")), int(comet.get("cy", ""))) == layout.comet
    paths = [path for path in tree.iter(f"{SVG}path") if path.get("fill")]
    assert len(paths) == FINE * len(layout.stretches)
    assert [path.get("fill") for path in paths[::FINE]] == [
        inks()[f"{stretch.ink}.0"] for stretch in layout.stretches
    ]


def test_the_curve_of_the_svg_is_that_of_the_png(tmp_path: Path) -> None:
    """Half-way along each stretch, both begin in the same place."""
    seen = card(walked(tmp_path).view.course)
    png = decoded(share.as_png(seen))
    paths = [
        path.get("d", "")
        for path in ElementTree.fromstring(share.as_svg(seen)).iter(f"{SVG}path")
        if path.get("fill")
    ][::FINE]
    for stretch, path in zip(placed(seen).stretches, paths, strict=True):
        begin, control, end = (
            float(pair.split(",")[1])
            for pair in (path[1:].split("Q")[0], *path.split("Q")[1].split("V")[0].split())
        )
        middle = (stretch.first + stretch.end) // 2
        assert abs((begin + 2 * control + end) / 4 - rim((stretch.first + stretch.end) / 2)) < 0.2
        top = round(rim(middle + 0.5))
        if abs(LEFT + middle - placed(seen).comet[0]) > COMET:
            assert png.at(LEFT + middle, top - 1) == COLOURS["background"]
            brightest = {inks()[f"{stretch.ink}.{step}"] for step in range(2)}
            assert png.at(LEFT + middle, top) in brightest


def test_what_is_drawn_is_the_pass(tmp_path: Path) -> None:
    """Watched is lit, watched lately glows, ahead is dark, a skipped one fainter, 38 a cross."""
    clock = Clock()
    sitting = session(tmp_path, REAL, clock)
    sitting.watched(entries(REAL, "1-5"), EVENING.date() - timedelta(days=20))
    sitting.watched(entries(REAL, "6"), EVENING.date() - timedelta(days=6))
    sitting.watched(entries(REAL, "7"), EVENING.date() - timedelta(days=3))
    sitting.watched(entries(REAL, "8"))
    sitting.skip(entries(REAL, "9"))
    layout = placed(card(sitting.view.course))
    assert [stretch.ink for stretch in layout.stretches] == [
        "done", "glow1", "glow2", "glow3", "faint", "ahead", "ahead", "ahead",
    ]  # fmt: skip
    gaps = [b.first - a.end for a, b in pairwise(layout.stretches) if b.first > a.end]
    assert len(gaps) == 2, "a slit where a part ends; 38 stands in the second"
    assert gaps[1] > gaps[0]
    left, right = layout.stretches[-2].end + LEFT, layout.stretches[-1].first + LEFT
    assert layout.blocks
    assert all(left <= block.x < right for block in layout.blocks)


def test_a_hostile_title_is_text_and_nothing_else(tmp_path: Path) -> None:
    """Markup, quotes and control characters of a guide stay text in every form of the card."""
    guide = SMALL._replace(title=HOSTILE, title_ja=f"{HOSTILE}日本")
    sitting = session(tmp_path, guide)
    seen = card(sitting.view.course)
    drawn = share.as_svg(seen)
    shown = """<b>&amp;"']]>\ufffd[31m\ufffd\ufffd\ufffd"""
    said = texts(drawn)
    assert (said[0], said[-1]) == (shown, f"{shown}日本")
    assert {element.tag for element in ElementTree.fromstring(drawn).iter()} == {
        f"{SVG}{tag}" for tag in ("svg", "title", "clipPath", "path", "rect", "g", "circle", "text")
    }
    assert as_text(sitting.view, "band").splitlines()[:2] == [shown, f"{shown}日本"]
    decoded(share.as_png(seen))


@pytest.mark.parametrize("title", ["Layzner " * 40, "蒼き流星" * 40, "a" * 400])
def test_a_long_title_is_cut(tmp_path: Path, title: str) -> None:
    """A title that would not fit is cut off, Japanese at half as many characters."""
    seen = card(session(tmp_path, SMALL._replace(title=title, title_ja=title)).view.course)
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
        shown = "\n".join((*texts(drawn.text), as_text(view, "band"), json.dumps(drawn.data)))
        for secret in ("-tv-", "-ova-", "name-", "arc-", "note-", "text-", "remark-", "Anna"):
            assert secret not in shown


def test_the_png_is_small_and_dark_around_the_way(tmp_path: Path) -> None:
    """The PNG is 1200 by 630, lit under the rim and nowhere else, with the comet on its edge."""
    sitting = walked(tmp_path)
    data = as_file(sitting.view, ".png")
    assert len(data) < 100_000
    png, layout = decoded(data), placed(card(sitting.view.course))
    assert (png.width, png.height) == (1200, 630)
    ground = COLOURS["background"]
    assert png.at(0, 0) == ground
    assert png.at(*layout.comet) == COLOURS["foreground"]
    for column in range(0, RIGHT - LEFT, 7):
        lit = any(stretch.first <= column < stretch.end for stretch in layout.stretches)
        is_far = abs(LEFT + column - layout.comet[0]) > COMET
        if is_far and lit:
            top = round(rim(column + 0.5))
            assert png.at(LEFT + column, top) != ground
            assert png.at(LEFT + column, top - 2) == ground


def test_the_letters_of_the_png_can_be_read(tmp_path: Path) -> None:
    """The font writes what it is given: here the letters are read back from the pixels."""
    guide = SMALL._replace(title="Lay·")
    png = decoded(share.as_png(card(session(tmp_path, guide).view.course)))
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
        (("--svg", "a", "--png", "b"), 2, "a card is written as --svg FILE or --png FILE, one"),
        (("--png", "-"), 2, "a PNG cannot go to the screen; say --png FILE"),
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


@pytest.mark.parametrize(("letters", "dot"), [(22, 6), (28, 6), (29, 5), (42, 4), (57, 3)])
def test_a_longer_title_is_smaller(tmp_path: Path, letters: int, dot: int) -> None:
    """A title is drawn as large as there is room for all of it."""
    guide = SMALL._replace(title="a" * letters)
    [title, *_] = placed(card(session(tmp_path, guide).view.course)).texts
    assert (title.dot, title.text) == (dot, "a" * letters)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_a_file(tmp_path: Path, form: str) -> None:
    """Each begins as files of its form do, and ends in a line's end where it is text."""
    data = as_file(walked(tmp_path).view, form)
    begins = {".png": b"\x89PNG", ".svg": b"<svg ", ".txt": b"Blue Comet"}[form]
    assert data.startswith(begins)
    assert form == ".png" or data.endswith(b"\n")


def test_plain_text_has_plain_signs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --ascii the way is drawn in characters that every terminal has."""
    walked(tmp_path).save()
    said = answered(tmp_path, capsys, "--ascii")[1]
    assert "@" in said
    assert "=" in said
    assert {char for char in said if not char.isascii() and not char.isalpha()} <= {"ー"}
