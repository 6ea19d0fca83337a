"""What the tests of the command line share."""

from tests.cli.calling import warmline

__all__ = ["warmline"]
