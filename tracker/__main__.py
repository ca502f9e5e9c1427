"""The door of the program: ``layzner``, and ``python -m tracker``."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line and return the exit code.

    Collecting garbage while the program loads and ends would cost a sixth of a short answer, and
    there is next to none.
    """
    gc.disable()
    try:
        from tracker.cli.main import main  # noqa: PLC0415  # after the line above
    except KeyboardInterrupt:
        return 130
    code = main()
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(main())
