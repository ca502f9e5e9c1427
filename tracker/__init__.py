"""Watch Blue Comet SPT Layzner in the recommended order, and pick up where you left off."""

__version__ = "1.1.0"
