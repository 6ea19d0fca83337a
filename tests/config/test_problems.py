"""Everything wrong with a file, with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.config.problems import argv, problems
from console.config.reading import parse
from console.errors import ConfigError

RT = '[connection.rt]\nkind = "rt"\nurl = "https://rt.example.com"\n'


def lines(text, **options):
    """Give the lines that a person would see."""
    return [problem.within("config.toml") for problem in problems(text, **options)]


def test_a_wrong_key_is_named_with_line_and_nearest_key():
    """The sentence that a mistyped token gets."""
    text = "\n" * 10 + RT + 'tokn = "hush"\n'
    assert lines(text) == [
        "config.toml:14: connection.rt.tokn is not a setting; did you mean token?"
    ]


def test_all_problems_are_told_at_once_in_the_order_of_the_file():
    """One run names every mistake, by line."""
    text = f'{RT}queues = "one"\n[send]\nreview = 1\n[screen]\nmous = "on"\n'
    assert [line.split(" ")[0] for line in lines(text)] == [
        *("config.toml:4:", "config.toml:6:", "config.toml:8:")
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = \n", 2),
        ("a = 1\na = 2\n", 2),
        ("\n\n[open", 3),
        ('a = """\n\n', 1),
        ("a = [1,\n2\n", 2),
    ],
)
def test_what_is_no_toml_is_named_with_its_line(text, line):
    """A syntax error says so and where; nothing else is complained about."""
    (said,) = lines(text)
    assert said.startswith(f"config.toml:{line}: is not TOML: ")


def test_deep_nesting_is_no_crash():
    """A file that is nested beyond reason is refused in words."""
    assert "nested too deeply" in lines("a = " + "[" * 100_000)[0]


@given(st.text("ab=[]{}\"'.\n#1, ", max_size=40))
def test_no_text_crashes_the_check(text):
    """Any text is either accepted or refused with a ConfigError."""
    if problems(text):
        with pytest.raises(ConfigError, match=r"^config\.toml:"):
            parse(text)
    else:
        parse(text)


@pytest.mark.parametrize("value", ["nan", "inf", "2026-01-01", "10:00:00"])
def test_values_that_json_has_not_are_refused_where_numbers_belong(value):
    """Not-a-number, infinity and dates are no number of seconds."""
    assert lines(f"[send]\nundo_seconds = {value}") == [
        "config.toml:2: send.undo_seconds must be a number"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[connection.a]\nkind = "warmline"\n[connection.b]\nkind = "warmline"\n',
            "config.toml:3: connection.b needs a url: a is the own desk already",
        ),
        (f'{RT}client_key = "k"\n', "connection.rt.client_key needs client_cert beside it"),
        (f'{RT}timezone = "Mars/Base"\n', "config.toml:4: connection.rt.timezone is no time zone"),
        (f'{RT}token_command = "pass \'rt"\n', "rt.token_command is no command: a quotation"),
        ('editor = "vim \'"', "config.toml:1: editor is no command"),
        ('[links]\nopen_command = "a \\""\n', "config.toml:2: links.open_command is no command"),
        ('[[sla]]\nname = "a"\nmatch = "status:opn"\n', "config.toml:3: sla[0].match is no query"),
        ('[view.v]\nquery = "status:opn"\n', "config.toml:2: view.v.query is no query: "),
        (f'{RT}proxy = "hush"\n', "connection.rt.proxy must be an address that starts with"),
        ('[connection.a]\nkind = "warmline"\nurl = "https://a:b@c"\n', "holds no password"),
    ],
)
def test_what_a_schema_cannot_say_is_checked_too(text, said):
    """Own desks, certificates, zones, commands and queries."""
    (line,) = lines(text)
    assert said in line


def test_a_secret_that_others_can_read_is_refused_with_the_command_to_run():
    """The line of the secret, and the chmod; without a secret the mode does not matter."""
    (said,) = lines(f'{RT}token = "hush"\n', chmod="chmod 600 c")
    assert said.startswith("config.toml:4: connection.rt.token is a secret, and others can")
    assert said.endswith("; run: chmod 600 c")
    assert lines(RT, chmod="chmod 600 c") == []


@pytest.mark.parametrize("key", ["z", "z" * 300, '"a\\nb\\u001b[31m"'])
def test_the_error_holds_as_many_problems_as_a_screen(key):
    """Of a hundred mistakes the first are named, a line for each, and the others counted."""
    with pytest.raises(ConfigError) as caught:
        parse("".join(f"[screen.a{number}]\n{key} = 1\n" for number in range(100)))
    *said, rest = str(caught.value).split("\n")
    assert 3 <= len(said) <= 15
    assert all(line.startswith("config.toml:") for line in said)
    assert rest == f"and {100 - len(said)} more"
    assert "config.toml" in caught.value.hint


@pytest.mark.parametrize(
    ("given_", "argv_"),
    [
        ("", ()),
        (" ", ()),
        ("pass rt", ("pass", "rt")),
        ("op read 'op://a b/c'", ("op", "read", "op://a b/c")),
        ("a $HOME;b", ("a", "$HOME;b")),
        (["a b", "'c"], ("a b", "'c")),
    ],
)
def test_commands_are_split_without_a_shell(given_, argv_):
    """Quotation marks group; variables and semicolons are ordinary letters."""
    assert argv(given_) == argv_
