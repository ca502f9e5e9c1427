"""Files that are packed: gzip and ZIP, opened no further than their limits allow."""

import re
import zlib
from collections.abc import Sequence
from io import BytesIO

from tracker.formats.rows import Unreadable

LIMIT, LIMIT_IN_ALL = 8 << 20, 16 << 20
"""Bytes of a file, or of a member; and of all members together."""
MOST_MEMBERS = 2_000
_DIRECTORY = 1 << 20
"""Bytes that the directory of members may have."""


def opened(data: bytes, wanted: Sequence[str]) -> list[tuple[str, bytes]]:
    """What is in a file: of a ZIP, the members whose names match a ``wanted`` pattern.

    A file that is not packed is its own only member, without a name. Raises `Unreadable`.
    """
    if data.startswith(b"\x1f\x8b"):
        return [("", _unzipped(data))]
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _members(data, wanted)
    return [("", _bounded(data, "it"))]


def _unzipped(data: bytes) -> bytes:
    import gzip  # noqa: PLC0415  # a millisecond, for those who need it

    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            return _bounded(file.read(LIMIT + 1), "what is packed in it")
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"it is damaged: {_plain(error)}") from error


def _members(data: bytes, wanted: Sequence[str]) -> list[tuple[str, bytes]]:
    from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile  # noqa: PLC0415  # 9 ms

    _bounded(data, "it")
    end = data.rfind(b"PK\x05\x06")
    if int.from_bytes(data[end + 12 : end + 16], "little") > _DIRECTORY:
        raise Unreadable(f"it has more than {MOST_MEMBERS:,} members")
    found, whole = [], 0
    try:
        with ZipFile(BytesIO(data)) as file:
            members = file.infolist()
            if len(members) > MOST_MEMBERS:
                raise Unreadable(f"it has more than {MOST_MEMBERS:,} members")
            for member in members:
                *folders, name = re.split(r"[/\\]", member.filename)
                if ".." in folders or "" in folders[:1] or ":" in member.filename[:2]:
                    raise Unreadable("a name in it leads out of its own folder")
                if not any(re.fullmatch(pattern, name) for pattern in wanted):
                    continue
                if member.flag_bits & 1 or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                    raise Unreadable(f"{name} in it is encrypted, or packed in an uncommon way")
                with file.open(member) as packed:
                    held = _bounded(packed.read(LIMIT + 1), f"{name} in it")
                whole += len(held)
                if whole > LIMIT_IN_ALL:
                    raise Unreadable(f"it holds more than {LIMIT_IN_ALL >> 20} MiB")
                found.append((name, held))
    # What zipfile raises for a damaged file depends on where it is damaged.
    except (BadZipFile, OSError, EOFError, ValueError, zlib.error, NotImplementedError) as error:
        raise Unreadable(f"it is damaged: {_plain(error)}") from error
    except (RuntimeError, OverflowError, IndexError, KeyError, LookupError) as error:
        raise Unreadable(f"it is damaged: {_plain(error)}") from error
    return found


def _bounded(data: bytes, what: str) -> bytes:
    if len(data) > LIMIT:
        raise Unreadable(f"{what} is larger than {LIMIT >> 20} MiB")
    return data


def _plain(error: Exception) -> str:
    return str(error).strip() or type(error).__name__
