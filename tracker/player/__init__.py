"""The video player: which file is which entry, mpv over its socket, and what a playing means."""
