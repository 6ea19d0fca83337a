"""The door to the network: typed errors, reads tried again, writes never."""

import asyncio
from email.utils import formatdate

import pytest

from console import errors
from console.http import (
    LONGEST,
    READ_ATTEMPTS,
    Answer,
    Effect,
    error_for,
    retry_after,
)
from tests.listening import NOW, answer, hang_up, listening, say_nothing, trickle

# What a status means


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.Invalid), (401, errors.Unauthorized), (403, errors.Forbidden),
        (404, errors.NotFound), (405, errors.BadAnswer), (409, errors.Conflict),
        (410, errors.CursorLost), (412, errors.Conflict), (413, errors.Invalid),
        (418, errors.Invalid), (422, errors.Invalid), (429, errors.RateLimited),
        (500, errors.ServerBroken), (502, errors.ServerBroken), (503, errors.ServerBroken),
        (301, errors.BadAnswer),
    ],
)  # fmt: skip
async def test_statuses(reach, status, kind):
    """Each status is an error of its own type, with the status and the server's words."""
    async with listening(answer(status, '{"detail": "So it is."}')) as server:
        with pytest.raises(errors.HelpdeskError) as caught:
            await reach(server.url()).request("POST", "/x")
    assert type(caught.value) is kind
    if kind is not errors.RateLimited:
        assert caught.value.status == status
    if status != 301:
        assert "So it is." in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


@pytest.mark.parametrize("status", [200, 201, 204])
async def test_success(reach, status):
    """What is below 300 is an answer."""
    async with listening(answer(status)) as server:
        assert (await reach(server.url()).request("POST", "/x")).status == status


async def test_expected(reach):
    """A status that is expected is an answer, not an error."""
    async with listening(answer(409, "{}")) as server:
        assert (await reach(server.url()).request("POST", "/x", expect=(409,))).status == 409


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"message": "No."}', "No."),
        (b'{"error": {"a": 1}}', '{"a": 1}'),
        (b'["first", "second"]', "first second"),
        (b'{"error": "x", "detail": "y"}', ": y"),
        (b"plain words", "plain words"),
        (b'{"detail": "a\\u001b[31mb\\u202e"}', ": ab"),
    ],
)
def test_words(body, words):
    """The sentence is found in any helpdesk's shape, and cleaned."""
    error = error_for(Answer(422, {}, body), "It", NOW)
    assert str(error).endswith(words)


def test_no_page_in_a_sentence():
    """A page of HTML is no sentence."""
    page = Answer(500, {"content-type": "text/html; charset=utf-8"}, b"<html>Oops</html>")
    assert str(error_for(page, "It", NOW)) == "It answered 500"


def test_the_state_comes_with_a_conflict():
    """A conflict carries what the helpdesk says it is now, where it says so."""
    error = error_for(Answer(409, {}, b'{"current": 1}'), "It", NOW)
    assert isinstance(error, errors.Conflict)
    assert error.current == {"current": 1}
    plain = error_for(Answer(409, {}, b"<nope>"), "It", NOW)
    assert isinstance(plain, errors.Conflict)
    assert plain.current is None


# Trying again


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("trouble", [answer(503), hang_up, answer(502)])
async def test_reads_are_tried_again(reach, trouble):
    """A read that failed for the moment is made again."""
    async with listening(trouble, trouble, answer(200, "[1]")) as server:
        http = reach(server.url())
        assert (await http.get("/x")).json() == [1]
        assert http.requests == len(server.requests) == 3


@pytest.mark.usefixtures("patient")
async def test_reads_give_up(reach):
    """After three tries the error is told."""
    async with listening(answer(500)) as server:
        with pytest.raises(errors.ServerBroken):
            await reach(server.url()).get("/x")
        assert len(server.requests) == READ_ATTEMPTS


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410])
async def test_refused_reads_are_not_tried_again(reach, status):
    """What was refused once is refused."""
    async with listening(answer(status)) as server:
        with pytest.raises(errors.HelpdeskError):
            await reach(server.url()).get("/x")
        assert len(server.requests) == 1


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(
    ("trouble", "kind"),
    [(answer(503), errors.ServerBroken), (hang_up, errors.NoAnswer),
     (answer(429, retry_after="0"), errors.RateLimited)],
)  # fmt: skip
async def test_writes_are_never_tried_again(reach, trouble, kind):
    """A write is made once, whatever comes back: repeating is not decided here."""
    async with listening(trouble) as server:
        with pytest.raises(kind):
            await reach(server.url()).request("POST", "/x", json={"a": 1})
        assert len(server.requests) == 1


@pytest.mark.usefixtures("patient")
async def test_a_login_that_reads(reach):
    """A POST that is said to read is a read: it may be repeated."""
    async with listening(answer(503), answer(200)) as server:
        await reach(server.url()).request("POST", "/login", effect=Effect.READ)
        assert len(server.requests) == 2


async def test_retry_after_is_waited_for(reach):
    """A short wait that the server asks for is kept, and the read made again."""
    loop = asyncio.get_running_loop()
    async with listening(answer(429, retry_after="0.3"), answer(200)) as server:
        begun = loop.time()
        await reach(server.url()).get("/x")
        assert loop.time() - begun >= 0.3
        assert len(server.requests) == 2


async def test_a_long_retry_after(reach):
    """A long wait is told with its seconds: the sync decides."""
    async with listening(answer(429, retry_after="120")) as server:
        with pytest.raises(errors.RateLimited) as caught:
            await reach(server.url()).get("/x")
        assert len(server.requests) == 1
    assert caught.value.seconds == 120
    assert "120 s" in caught.value.hint


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5), ("0", 0), (" 2.5 ", 2.5), ("-3", 0), ("", None), ("soon", None),
        (formatdate(NOW + 90, usegmt=True), 90), (formatdate(NOW - 90, usegmt=True), 0),
        ("inf", LONGEST), ("1e999", LONGEST), ("nan", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST),
    ],
)  # fmt: skip
def test_retry_after_forms(value, seconds):
    """Seconds and dates are read; nonsense is nothing, and nobody waits forever."""
    assert retry_after({"retry-after": value}, NOW) == seconds


def test_no_retry_after():
    """Asked to wait without a time, half a minute is meant."""
    error = error_for(Answer(429, {}, b""), "It", NOW)
    assert isinstance(error, errors.RateLimited)
    assert error.seconds == 30


# Only reading


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
async def test_read_only(reach, method):
    """Opened for reading, nothing that is not said to read is sent: not even a connection."""
    async with listening() as server:
        http = reach(server.url(), read_only=True)
        with pytest.raises(errors.ReadOnly):
            await http.request(method, "/x", json={})
        assert (server.connections, http.requests) == (0, 0)


async def test_read_only_reads(reach):
    """Reads pass, and requests that are said to read."""
    async with listening() as server:
        http = reach(server.url(), read_only=True)
        await http.get("/x")
        await http.request("POST", "/login", effect=Effect.READ)
        assert len(server.requests) == 2


# No answer


@pytest.mark.parametrize("silence", [say_nothing, trickle])
async def test_timeouts(reach, silence):
    """A server that says nothing, or a byte now and then, is given up in time."""
    async with listening(silence) as server, asyncio.timeout(5):
        with pytest.raises(errors.NoAnswer, match="did not answer"):
            await reach(server.url(), timeout=0.05).request("POST", "/x")


async def test_an_app_that_hangs(reach):
    """An app in this process is given up in time too."""

    async def app(_scope, _receive, _send):
        await asyncio.Event().wait()

    async with asyncio.timeout(5):
        with pytest.raises(errors.NoAnswer, match="The own desk"):
            await reach("http://desk.test", app=app, timeout=0.02).request("POST", "/x")


async def test_an_app_that_breaks(reach):
    """An app in this process that fails answers 500, as over the network."""

    async def app(_scope, _receive, _send):
        raise ZeroDivisionError

    with pytest.raises(errors.ServerBroken):
        await reach("http://desk.test", app=app).request("POST", "/x")


@pytest.mark.usefixtures("patient")
async def test_nobody_listens(reach):
    """Where nobody listens, nothing was sent: that is certain, and a read is tried again."""
    async with listening() as server:
        url = server.url()
    http = reach(url)
    with pytest.raises(errors.Unreachable):
        await http.request("POST", "/x")
    assert http.requests == 1
    with pytest.raises(errors.Unreachable):
        await http.get("/x")
    assert http.requests == 1 + READ_ATTEMPTS


async def test_hung_up_in_the_middle(reach):
    """An answer that breaks off is none: what was written may have happened."""

    async def half(writer):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
        writer.close()

    async with listening(half) as server:
        with pytest.raises(errors.NoAnswer):
            await reach(server.url()).request("POST", "/x")


async def test_no_http(reach):
    """What does not speak HTTP gave no answer."""

    async def babble(writer):
        writer.write(b"220 mail.example.com ESMTP\r\n")
        writer.close()

    async with listening(babble) as server:
        with pytest.raises(errors.NoAnswer):
            await reach(server.url()).request("POST", "/x")


# Answers


def test_json():
    """A body is decoded; none is None; a page is told to be no API."""
    assert Answer(200, {}, b'{"a": 1}').json() == {"a": 1}
    assert Answer(200, {}, b"").json() is None
    with pytest.raises(errors.BadAnswer, match="text/html instead of JSON"):
        Answer(200, {"content-type": "text/html"}, b"<html>").json()
    assert Answer(200, {}, b"a\xff").text == "a\ufffd"


async def test_headers_in_lower_case(reach):
    """Headers are found in lower case, however they were sent."""
    async with listening(answer(200, ETag='"3"')) as server:
        assert (await reach(server.url()).get("/x")).headers["etag"] == '"3"'


async def test_closed_and_used_again(reach):
    """Closing twice is harmless, and the next request connects anew."""
    async with listening() as server:
        http = reach(server.url())
        await http.get("/x")
        await http.aclose()
        await http.aclose()
        await http.get("/x")
        assert server.connections == 2
