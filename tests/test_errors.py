"""Every error is a type in one tree, with words fit for an agent."""

import inspect

import pytest

from console import errors
from console.errors import MESSAGE_LIMIT, WarmlineError

TYPES = [
    value
    for value in vars(errors).values()
    if inspect.isclass(value) and issubclass(value, WarmlineError)
]


def make(kind):
    """Make an error of a type."""
    if kind is errors.RateLimited:
        return kind("Words.", seconds=5)
    return kind(["Words."]) if kind is errors.ImportRefused else kind("Words.")


def test_the_tree_is_drawn():
    """The drawing at the top of the file names every type, under the one it belongs to."""
    drawn, depths = {}, {}
    for line in (errors.__doc__ or "").splitlines():
        stripped = line.lstrip("│├└─ ")
        name = stripped.split(" ")[0]
        if name and hasattr(errors, name):
            depth = len(line) - len(stripped)
            depths[depth] = name
            drawn[name] = depths[max((d for d in depths if d < depth), default=depth)]
    assert drawn == {
        kind.__name__: "WarmlineError" if kind is WarmlineError else kind.__base__.__name__
        for kind in TYPES
    }


@pytest.mark.parametrize("kind", TYPES)
def test_words(kind):
    """Each says its sentence, and its hint is text."""
    error = make(kind)
    assert str(error) == "Words."
    assert isinstance(error.hint, str)


def test_what_can_be_tried_again():
    """Only what may pass by itself is tried again: the type says so."""
    assert {kind.__name__ for kind in TYPES if kind.retryable} == {
        "Unreachable", "RateLimited", "NoAnswer", "ServerBroken",
    }  # fmt: skip


def test_servers_words_are_cleaned():
    """An escape in a server's words reaches nobody's terminal, and floods are cut."""
    error = errors.Invalid("a\x1b[31mb\u202e" + "x" * 10_000, hint="c\x07\x1b]0;t\x07")
    assert str(error).startswith("abxxx")
    assert len(str(error)) == MESSAGE_LIMIT
    assert error.hint == "c"


def test_a_hint_of_its_own():
    """A hint given wins over the type's."""
    assert errors.Unauthorized("No.").hint == errors.Unauthorized.hint
    assert errors.Unauthorized("No.", hint="Ask Bo.").hint == "Ask Bo."


def test_refused_lines():
    """An import that is refused carries a sentence for each problem."""
    error = errors.ImportRefused(["line 1: x", "line 3: y"])
    assert error.problems == ["line 1: x", "line 3: y"]
    assert str(error) == "line 1: x\nline 3: y"
