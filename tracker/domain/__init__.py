"""What there is to watch, what happened, and what that means. Pure: no clock, no disk."""
