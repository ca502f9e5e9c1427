"""Pure functions between what is known here and the files and pictures of other programs."""
