"""Walk Blue Comet SPT Layzner in the recommended order, and be where you left it next time."""

__version__ = "1.1.0"
