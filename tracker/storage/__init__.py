"""The one file: read, join, save whole."""
