"""The command line: stdout is data, stderr is words, and the exit code says what became of it.

==== ===============================================================================
code meaning
==== ===============================================================================
0    done: what was asked for was printed, or the change was applied
1    failed: a helpdesk cannot be reached, or `doctor` found something wrong
2    the command, the reference or the config is not right; nothing was done
3    refused: the helpdesk rejected the change, lines of an import were not taken, or
     `--read-only` is on
4    partly done: some of it was applied, and the words say what was not
5    open: the change waits in the outbox, or it is not known what became of it
130  interrupted by Ctrl-C
==== ===============================================================================
"""

from __future__ import annotations

DONE = 0
FAILED = 1
USAGE = 2
REFUSED = 3
PARTLY = 4
OPEN = 5
INTERRUPTED = 130
