"""Guides as files."""

from __future__ import annotations

import os

from tracker.domain.guide import Guide
from tracker.guides.parse import GuideError, parse


def load(name: str) -> Guide:
    """A guide that came with the program; raises `GuideError`."""
    path = os.path.join(os.path.dirname(__file__), f"{name}.toml")
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, ValueError) as error:
        raise GuideError(f"{path} cannot be read: {error}") from error
    return parse(text, os.path.basename(path))
