"""Who is next after an answer: remembered before the answered line is sorted elsewhere."""

from __future__ import annotations

from array import array
from typing import NamedTuple


class NextUp(NamedTuple):
    """An answered row, the row that stood after it (-1 for none), and where it stood."""

    row: int
    after: int
    place: int

    @classmethod
    def of(cls, rows: array[int], cursor: int) -> NextUp:
        """Remember who stands after the line under the cursor."""
        after = rows[cursor + 1] if cursor + 1 < len(rows) else -1
        return cls(rows[cursor], after, cursor)

    def find(self, rows: array[int], cursor: int) -> int | None:
        """Give the position of who is next; None while the answered line has not moved away."""
        if self.after < 0 or not 0 <= cursor < len(rows) or rows[cursor] != self.row:
            return None
        try:
            at = rows.index(self.after)
        except ValueError:
            # Somebody else has dealt with it: who stands at the place now is next.
            at = min(self.place, len(rows) - 1)
        return None if at in (cursor, cursor + 1) else at
