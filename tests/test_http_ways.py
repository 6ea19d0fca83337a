"""Credentials go to one server, over a connection that is trusted, and into no log."""

import logging
import ssl
from pathlib import Path

import pytest

from console import errors
from console.http import (
    Effect,
)
from tests.listening import answer, hang_up, listening

TLS = Path(__file__).parent / "samples" / "tls"
SECRET = "geheim-4711"


def tls_server(*, ask_for_client=False):
    """Show the server's certificate, and ask for the client's."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=TLS / "ca.pem")
    context.load_cert_chain(TLS / "server.pem", TLS / "server.key")
    if ask_for_client:
        context.verify_mode = ssl.CERT_REQUIRED
    return context


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_redirects_are_not_followed(reach, status):
    """A redirect leads nowhere: no other host sees the request or the credentials."""
    async with listening() as other:
        away = answer(status, location=other.url() + "/x")
        async with listening(away) as server:
            http = reach(server.url(), headers={"Authorization": SECRET}, auth=("ann", SECRET))
            for effect in Effect:
                with pytest.raises(errors.BadAnswer, match="not followed"):
                    await http.request("POST", "/x", effect=effect)
        assert other.connections == 0


async def test_other_hosts_are_not_asked(reach):
    """A whole url in the place of a path is refused: our headers are for one server."""
    async with listening() as other, listening() as server:
        http = reach(server.url(), headers={"Authorization": SECRET})
        with pytest.raises(errors.BadAnswer, match="points elsewhere"):
            await http.get(other.url() + "/x")
        await http.get(f"//127.0.0.1:{other.port}/x")
        assert other.connections == 0
        assert len(server.requests) == 1


async def test_what_is_sent(reach):
    """Headers, user and password, query and body arrive."""
    async with listening() as server:
        http = reach(server.url() + "/base", headers={"X-Token": SECRET}, auth=("ann", "pw"))
        await http.get("/x", {"q": "a b"})
        await http.request("POST", "y", json={"text": "Grüße"})
    first, second = server.requests
    assert first.startswith(("GET /base/x?q=a+b HTTP/1.1", "GET /base/x?q=a%20b HTTP/1.1"))
    assert f"X-Token: {SECRET}" in first
    assert "Authorization: Basic YW5uOnB3" in first
    assert "User-Agent: warmline" in first
    assert second.startswith("POST /base/y ")
    assert second.endswith('{"text":"Grüße"}')


async def test_cookies(reach):
    """A session is kept, and forgotten when told to."""
    async with listening(answer(200, set_cookie="sid=1; Path=/"), answer(200)) as server:
        http = reach(server.url())
        assert http.cookies() == {}
        await http.get("/login")
        assert http.cookies() == {"sid": "1"}
        await http.get("/x")
        http.forget_cookies()
        await http.get("/y")
    assert ["sid=1" in request for request in server.requests] == [False, True, False]


@pytest.mark.usefixtures("patient")
async def test_no_secrets_in_logs(reach, caplog):
    """Whatever happens, logs hold no header, no query, no body and no password of a url."""
    caplog.set_level(logging.DEBUG)
    page = answer(200, f'"{SECRET}"', set_cookie=f"sid={SECRET}")
    async with listening(page, answer(500), answer(404), hang_up) as server:
        http = reach(
            f"http://ann:{SECRET}@127.0.0.1:{server.port}",
            headers={"Authorization": f"token {SECRET}"},
        )
        await http.get("/path", {"q": SECRET})
        for _ in range(3):
            with pytest.raises(errors.HelpdeskError) as caught:
                await http.request("POST", "/path", json={"text": SECRET})
            assert SECRET not in str(caught.value)
    assert "GET /path 200" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("token", [f"{SECRET}\nX: y", f"{SECRET}ü", f"{SECRET}\x00"])
async def test_a_token_that_cannot_be_sent(reach, token):
    """A token with a line break or a foreign letter is a mistake of config, and is not shown."""
    async with listening() as server:
        with pytest.raises(errors.ConfigError) as caught:
            await reach(server.url(), headers={"Authorization": token}).get("/x")
        assert server.requests == []
    assert SECRET not in f"{caught.value}{caught.value.hint}{caught.value!r}"


# Certificates, proxies, urls


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("scheme", ["https", "HTTPS"])
async def test_an_unknown_authority(reach, scheme):
    """A certificate that nobody trusts is refused, however the url is written."""
    async with listening(tls=tls_server()) as server:
        http = reach(server.url(scheme, "localhost"), headers={"Authorization": SECRET})
        with pytest.raises(errors.TlsRefused) as caught:
            await http.get("/x")
        assert server.requests == []
    assert "ca_file" in caught.value.hint
    assert http.requests == 1


async def test_a_private_authority(reach):
    """With the authority's file, its servers are trusted."""
    async with listening(tls=tls_server()) as server:
        http = reach(server.url("https", "localhost"), ca_file=str(TLS / "ca.pem"))
        assert (await http.get("/x")).status == 200


async def test_another_name(reach):
    """A certificate for another name is refused."""
    async with listening(tls=tls_server()) as server:
        with pytest.raises(errors.TlsRefused):
            await reach(server.url("https"), ca_file=str(TLS / "ca.pem")).get("/x")


@pytest.mark.usefixtures("patient")
async def test_a_client_certificate(reach):
    """A server that asks for a certificate gets the one configured, and lets nobody else in."""
    files = {"client_cert": str(TLS / "agent.pem"), "client_key": str(TLS / "agent.key")}
    ca_file = str(TLS / "ca.pem")
    async with listening(tls=tls_server(ask_for_client=True)) as server:
        url = server.url("https", "localhost")
        assert (await reach(url, ca_file=ca_file, **files).get("/x")).status == 200
        with pytest.raises(errors.HelpdeskError):
            await reach(url, ca_file=ca_file).get("/x")
        assert len(server.requests) == 1


@pytest.mark.parametrize("option", ["ca_file", "client_cert"])
async def test_certificates_that_cannot_be_read(reach, option, tmp_path):
    """A missing or broken file is a mistake of config."""
    (tmp_path / "x.pem").write_text("nonsense")
    for path in (tmp_path / "missing.pem", tmp_path / "x.pem"):
        http = reach(f"https://ann:{SECRET}@localhost", **{option: str(path)})
        with pytest.raises(errors.ConfigError, match="could not be read") as caught:
            await http.get("/x")
        assert SECRET not in str(caught.value)


async def test_a_proxy(reach):
    """With a proxy, it is asked and not the host."""
    async with listening() as proxy:
        await reach("http://desk.invalid", proxy=proxy.url()).get("/x")
    assert proxy.requests[0].startswith("GET http://desk.invalid/x HTTP/1.1")


async def test_a_proxy_is_asked_for_a_tunnel(reach):
    """To a TLS server a proxy makes a tunnel: it sees no credentials; refused, nothing was sent."""
    async with listening(answer(403)) as proxy:
        http = reach("https://desk.invalid", proxy=proxy.url(), headers={"Authorization": SECRET})
        with pytest.raises(errors.Unreachable):
            await http.request("POST", "/x")
    assert proxy.requests[0].startswith("CONNECT desk.invalid:443")
    assert SECRET not in "".join(proxy.requests)


@pytest.mark.parametrize(
    "options",
    [{"url": "desk.example.com"}, {"url": ""}, {"url": "ftp://desk.example.com"},
     {"url": "http://desk.invalid", "proxy": f"gopher://ann:{SECRET}@localhost"}],
)  # fmt: skip
async def test_a_url_that_is_none(reach, options):
    """An address that cannot be is a mistake of config, told without its password."""
    with pytest.raises(errors.ConfigError) as caught:
        await reach(**options).request("POST", "/x")
    assert SECRET not in str(caught.value)
