"""Start Warmline: every command comes through here."""

import gc

# Nothing that starting makes is garbage, and collecting it takes a tenth of the time.
gc.disable()

import sys  # noqa: E402

from console.cli.program import run  # noqa: E402


def main() -> None:
    """Run the command line and end with its exit code."""
    code = run(sys.argv[1:])
    # Python looks through everything once more when it ends: a tenth of a short command.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
