"""Pure functions between what is known and the files and pictures of other programs."""
