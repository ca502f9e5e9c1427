"""Guides as files."""

from __future__ import annotations

import os

from tracker.domain.guide import Guide
from tracker.guides.parse import GuideError, parse
from tracker.guides.table import MOST, Problem, more_than

BUILT_IN = ("layzner",)
"""The guides that come with the program. Nobody else may use their ids and names."""


def load(name: str) -> Guide:
    """A built-in guide. Raises `GuideError`."""
    path = os.path.join(os.path.dirname(__file__), f"{name}.toml")
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, ValueError) as error:
        raise refused(path, f"cannot be read: {error}") from error
    return parse(text, os.path.basename(path))


def read(data: bytes, file: str) -> Guide:
    """The guide in the bytes of a file, whoever wrote it. Raises `GuideError`.

    Its size is checked in every respect before it is parsed.
    """
    from tracker.guides import source  # noqa: PLC0415  # not for the built-in one

    if len(data) > source.BYTES:
        raise refused(file, f"is larger than {source.BYTES >> 20} MB, too large for a guide")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(line, "the text", f"byte {data[error.start]:#04x} is not UTF-8")
        raise GuideError(file, [problem]) from None
    if too_much := source.Source(text).too_much(MOST):
        line, name = too_much
        is_deep = name == source.DEEP
        what = f"a key of more than {source.KEY_PARTS} parts" if is_deep else more_than(name)
        raise GuideError(file, [Problem(line, "the guide", f"has {what}")])
    return parse(text, file, BUILT_IN)


def refused(file: str, why: str) -> GuideError:
    """That a file is no guide at all, and why."""
    return GuideError(file, [Problem(0, "", why)])
