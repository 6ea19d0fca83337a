"""The part of a message that its author says: no quoted history, no code, no logs."""

from __future__ import annotations

import re
from functools import cache

from console.domain.text import split_quoted


@cache
def _fenced() -> re.Pattern[str]:
    return re.compile(r"```.*?(?:```|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)


@cache
def _machine() -> re.Pattern[str]:
    """Match lines that programs write: traces, logs, code, markup, records."""
    return re.compile(
        r"\s*(?:>"
        r"|Traceback \(most recent|File \".*\", line \d|at [\w.$<>]+\(.*\)$|Caused by:"
        r"|[\w.]+(?:Error|Exception)\b\s*(?::|$)"
        r"|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\d\d:\d\d:\d\d[\].,]"
        r"|\[?(?:DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL|TRACE)\b\]?[:\s|]"
        r"|(?:GET|POST|PUT|DELETE|PATCH|HEAD) /|HTTP/\d"
        r"|(?:def|class|import|from|function|const|let|var|public|private|static|return|if|for|while)"
        r"\b.*[;{}():]\s*$"
        r"|(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\b.*\b(?:FROM|VALUES|SET|WHERE)\b"
        r"|[$#] \w|[{}\[\]();]+\s*[,;]?\s*$|\"[\w-]+\"\s*:|</?[a-z][^>]*>\s*$"
        r"|[A-Za-z-]+: \S+$(?<=[\d>;])"
        r")"
    )


_SIGNS = re.compile(r"[{}<>=;|\\/_\[\]()\"#$%&*+~^@:]")


def _coded(line: str) -> bool:
    """Whether a line has more signs than a sentence would."""
    bare = line.strip()
    return len(bare) > 12 and len(_SIGNS.findall(bare)) * 5 > len(bare)


def prose(text: str) -> str:
    """Return what is left of a message without quotes, code, logs and hidden remarks."""
    fresh, _ = split_quoted(text)
    if "```" in fresh or "<!--" in fresh:
        fresh = _fenced().sub("\n", fresh)
    if "\n" not in fresh and not _SIGNS.search(fresh):
        return fresh.strip()
    machine = _machine()
    return "\n".join(
        line for line in fresh.split("\n") if not machine.match(line) and not _coded(line)
    ).strip()
