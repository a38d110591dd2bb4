"""The command line, as `python -m intimacy_kit` and as the installed program."""

import sys

from intimacy_kit.errors import MissingExtra


def main() -> None:
    """Run the command line, or say in one line what it needs."""
    try:
        from intimacy_kit.cli import main as run  # noqa: PLC0415  # what it needs may not be installed
    except MissingExtra as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    run(prog_name="intimacy-kit")


if __name__ == "__main__":
    main()
