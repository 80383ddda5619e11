"""`python -m app`, and the command `steward`."""

import sys

from app.cli.main import run


def main() -> int:
    """Run the command line of this process."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
