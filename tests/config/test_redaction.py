"""Secrets out of text and log."""

import io
import logging

import pytest

from console.config.redaction import Redaction, redact
from console.config.secrets import Secret

SECRET = Secret("s3cr/t pass")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("token s3cr/t pass.", "token ***."),
        ("?token=s3cr%2Ft%20pass&x", "?token=***&x"),
        ("s3cr/t passs3cr/t pass", "******"),
        ("nothing here", "nothing here"),
    ],
)
def test_a_secret_is_starred_as_it_is_and_as_in_a_url(text, clean):
    """Every place of it, and nothing else."""
    assert redact(text, [SECRET]) == clean


def test_of_two_secrets_the_longer_goes_first():
    """A secret that begins like another leaves no rest behind."""
    assert redact("abcdefgh", [Secret("abcd"), Secret("abcdefgh")]) == "***"


def test_what_is_too_short_is_left():
    """A secret of three letters would star half of the log and so give itself away."""
    assert redact("a cab", [Secret("a"), Secret("")]) == "a cab"


@pytest.fixture
def log():
    """Give a logger, what it wrote, and its filter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    redaction = Redaction()
    handler.addFilter(redaction)
    logger = logging.getLogger("sample.redaction")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    yield logger, stream, redaction
    logger.removeHandler(handler)


def test_the_log_has_no_secret_in_messages_and_tracebacks(log):
    """Arguments, texts and exceptions are cleaned; a secret may be added later."""
    logger, stream, redaction = log
    redaction.add(SECRET)
    logger.info("with %s and %r", SECRET.reveal(), {"x": SECRET.reveal()})
    try:
        int(SECRET.reveal())
    except ValueError:
        logger.exception("it failed")
    assert "s3cr" not in stream.getvalue()
    assert "int() with base 10: '***'" in stream.getvalue()
    assert "with *** and {'x': '***'}" in stream.getvalue()


def test_other_records_pass_unchanged(log):
    """What holds no secret is logged as it is."""
    logger, stream, _ = log
    logger.info("%d requests", 3)
    assert stream.getvalue() == "3 requests\n"
