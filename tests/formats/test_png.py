"""The letters and blocks of a picture, as its pixels."""

from __future__ import annotations

import zlib

import pytest

from tracker.formats.png import Canvas

BLACK, WHITE, RED = (0, 0, 0), (255, 255, 255), (255, 0, 0)


def rows(canvas: Canvas) -> list[str]:
    """The picture in characters: a dot for the first colour, the number of any other."""
    data = canvas.png()
    begin = data.index(b"IDAT") + 4
    lines = zlib.decompress(data[begin : data.index(b"IEND") - 8])
    wide = int.from_bytes(data[16:20], "big") + 1
    pieces = (lines[at + 1 : at + wide] for at in range(0, len(lines), wide))
    return ["".join(str(dot or ".") for dot in piece) for piece in pieces]


def letter(char: str) -> list[str]:
    """One letter, dot by dot."""
    canvas = Canvas(5, 8, [BLACK, WHITE])
    canvas.text(0, 7, 1, char, 1)
    return rows(canvas)


BOX = ["11111", "1...1", "1...1", "1...1", "1...1", "1...1", "11111", "....."]


@pytest.mark.parametrize(
    ("char", "dots"),
    [
        (" ", ["....."] * 8),
        ("!", ["..1.."] * 5 + [".....", "..1..", "....."]),
        ("~", [".....", ".....", ".1...", "1.1.1", "...1.", ".....", ".....", "....."]),
        ("·", [".....", ".....", ".....", ".11..", ".11..", ".....", ".....", "....."]),
        ("…", ["....."] * 6 + ["1.1.1", "....."]),
        ("\x1f", BOX),
        ("\x7f", BOX),
        ("é", BOX),
    ],
)
def test_a_letter(char: str, dots: list[str]) -> None:
    """Every printable character of ASCII has its dots, and two more; all others are a box."""
    assert letter(char) == dots


def test_no_two_letters_look_the_same() -> None:
    """Whoever reads a picture can tell all characters apart that it can write."""
    drawn = ["\n".join(letter(chr(code))) for code in range(ord(" "), ord("~") + 1)]
    assert len(set(drawn)) == len(drawn) == 95
    assert "\n".join(BOX) not in drawn


def test_a_block_ends_where_the_picture_does() -> None:
    """What lies outside is cut off, and moves nothing."""
    canvas = Canvas(4, 3, [BLACK, WHITE, RED])
    canvas.block(0, 0, 2, 1, 1)
    canvas.block(3, 1, 5, 5, 2)
    assert rows(canvas) == ["11..", "...2", "...2"]
