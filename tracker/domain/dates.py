"""What the saved date of an event means."""

from __future__ import annotations

from datetime import date, datetime, timedelta

LATEST_HOUR = 5
"""What is watched before five in the morning belongs to the evening before."""


def evening(at: str) -> date | None:
    """The evening an event's time belongs to, in the zone it was recorded in.

    None for what is no date.
    """
    try:
        if len(at) <= len("2026-11-22"):
            return date.fromisoformat(at)
        return (
            datetime.fromisoformat(at).replace(tzinfo=None) - timedelta(hours=LATEST_HOUR)
        ).date()
    except (ValueError, OverflowError):
        return None
