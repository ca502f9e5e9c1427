"""A picture of plain blocks and dotted letters, as a PNG file."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence

from tracker.formats.layout import ADVANCE

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""
TALL = 7
"""Dots from the foot of a line to the top of its capitals; one more lies below the foot."""

# Five columns a letter, from the left; the lowest bit of a column is its top dot.
_ASCII = bytes.fromhex(
    "0000000000 00005f0000 0007000700 147f147f14 242a7f2a12 2313086462 3649562050 0000070000"
    "001c224100 0041221c00 2a1c7f1c2a 08083e0808 00a0600000 0808080808 0060600000 2010080402"
    "3e5149453e 00427f4000 4261514946 2141454b31 1814127f10 2745454539 3c4a494930 0171090503"
    "3649494936 064949291e 0036360000 0056360000 0814224100 1414141414 0041221408 0201510906"
    "324979413e 7e1111117e 7f49494936 3e41414122 7f4141221c 7f49494941 7f09090901 3e4149497a"
    "7f0808087f 00417f4100 2040413f01 7f08142241 7f40404040 7f020c027f 7f0408107f 3e4141413e"
    "7f09090906 3e4151215e 7f09192946 4649494931 01017f0101 3f4040403f 1f2040201f 3f4038403f"
    "6314081463 0708700807 6151494543 007f414100 0204081020 0041417f00 0402010204 8080808080"
    "0001020400 2054545478 7f48444438 3844444420 384444487f 3854545418 087e090102 18a4a4a47c"
    "7f08040478 00447d4000 4080847d00 7f10284400 00417f4000 7c04180478 7c08040478 3844444438"
    "fc18242418 18242418fc 7c08040408 4854545420 043f444020 3c4040207c 1c2040201c 3c4030403c"
    "4428102844 1ca0a0a07c 4464544c44 0008364100 00007f0000 0041360800 0804081008"
)
_MORE = {
    "–": bytes.fromhex("0808080808"),
    "·": bytes.fromhex("0018180000"),
    "…": bytes.fromhex("4000400040"),
}
_UNKNOWN = bytes.fromhex("7f4141417f")


class Canvas:
    """A picture while it is drawn, at first filled with the first colour of its palette."""

    def __init__(self, width: int, height: int, palette: Sequence[Colour]) -> None:
        self._width = width
        self._palette = palette
        self._rows = [bytearray(width) for _ in range(height)]

    def block(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        """Fill a block, as far as it lies within the picture."""
        wide = min(width, self._width - x)
        for row in self._rows[y : y + height]:
            row[x : x + wide] = bytes([colour]) * wide

    def text(self, x: int, foot: int, dot: int, text: str, colour: int) -> None:
        """Write a line of text above its foot, with dots of that size."""
        for at, char in enumerate(text):
            for column, row in _dots(char):
                left = x + (ADVANCE * at + column) * dot
                self.block(left, foot + (row - TALL) * dot, dot, dot, colour)

    def png(self) -> bytes:
        """The picture as a file."""
        size = struct.pack(">2I5B", self._width, len(self._rows), 8, 3, 0, 0, 0)
        colours = b"".join(map(bytes, self._palette))
        # Each row begins with the number of its filter: none.
        lines = zlib.compress(b"".join(b"\0" + row for row in self._rows), 9)
        chunks = ((b"IHDR", size), (b"PLTE", colours), (b"IDAT", lines), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _dots(char: str) -> Iterator[tuple[int, int]]:
    at = 5 * (ord(char) - ord(" "))
    columns = _ASCII[at : at + 5] if " " <= char <= "~" else _MORE.get(char, _UNKNOWN)
    for x, column in enumerate(columns):
        for y in range(TALL + 1):
            if column >> y & 1:
                yield x, y


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
