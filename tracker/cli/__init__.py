"""The command line: what is typed, what it does, and what it answers."""
