"""One model server: questions to it, what it turns out not to take, and why no answer came."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from console import errors
from console.assist.dialect import CUT, REFUSED, Ask, Dialect, Piece
from console.assist.prompts import Prompt
from console.assist.sse import Events
from console.domain.text import clean_line
from console.http import Http

LIMIT = 200_000
"""Bytes of an answer that are read."""
STREAM_LIMIT = 2_000_000
"""The same of a stream, where each word brings its own envelope."""
IDLE = 20.0
"""Seconds without a byte, once an answer has begun, after which it is given up."""
TRIES = 6
"""How often a question is put in another form that the server may take."""
WORDS = 300
"""Characters kept of a server's own words."""

_WHY: dict[type[errors.WarmlineError], tuple[str, str]] = {
    errors.Unauthorized: (
        "does not accept the key",
        "Check token_env or token_command of the endpoint.",
    ),
    errors.Forbidden: ("does not allow this with that key", "Ask who gave you the key."),
    errors.NotFound: (
        "knows neither this model nor this address",
        "Check model and url of the endpoint; most urls end in /v1.",
    ),
    errors.BadAnswer: ("does not answer as a model server does", "Check the endpoint's url."),
    errors.TlsRefused: ("showed a certificate that is not trusted", "Set ca_file."),
}


class Asking:
    """Puts questions to one model; every failure comes out as an AssistError."""

    def __init__(
        self,
        name: str,
        model: str,
        http: Http,
        dialect: Dialect,
        *,
        max_tokens: int,
        seconds: float,
        idle: float = IDLE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the endpoint's name, its model, and what one call may take."""
        self.name = name
        self.model = model
        self.http = http
        self.dialect = dialect
        self.max_tokens = max_tokens
        self.seconds = seconds
        self.idle = idle
        self.now = now
        self.mode = dialect.modes[0]
        """How JSON is asked for; falls back when the server refuses."""
        self.refused: set[str] = set()
        """Settings the server does not take."""
        self._rest_until = 0.0

    @property
    def maker(self) -> str:
        """Say who answers: the model and where it is."""
        return f"{self.model} at {self.name}"

    def deadline(self) -> float:
        """Say when a call that begins now has to be done."""
        return self.now() + self.seconds

    async def whole(self, prompt: Prompt, temperature: float, until: float) -> str:
        """Ask, and give the answer's text once all of it is there; raise AssistError."""
        ask = self._ask(prompt, temperature, stream=False)
        body = bytearray()
        with_mode = self.mode
        try:
            async with self._asked(ask, until) as pieces:
                with_mode = self.mode
                async for piece in pieces:
                    body += piece
        except errors.AssistError:
            raise
        except errors.WarmlineError as error:
            raise self._why(error) from error
        try:
            answer = self.dialect.parse(json.loads(body), with_mode)
        except (ValueError, RecursionError):
            raise errors.AssistError(f"{self.name} answered something that is no JSON.") from None
        self._judge(answer)
        self._not_empty(bool(answer.text.strip()))
        return answer.text

    async def pieces(
        self, prompt: Prompt, temperature: float, until: float
    ) -> AsyncGenerator[str, None]:
        """Ask, and yield the answer's text piece by piece.

        Ends only after the server said that the answer is whole; raises AssistError where it
        breaks off, stalls, or takes too long. Closing the iterator closes the connection.
        """
        ask = self._ask(prompt, temperature, stream=True)
        came = False
        try:
            async with self._asked(ask, until) as pieces:
                events = Events()
                async for piece in pieces:
                    for event in events.feed(piece):
                        answer = self.dialect.piece(event)
                        self._judge(answer)
                        if answer.text:
                            came = came or not answer.text.isspace()
                            yield answer.text
                        if answer.end:
                            self._not_empty(came)
                            return
        except errors.AssistError:
            raise
        except errors.WarmlineError as error:
            raise self._why(error) from error
        raise errors.AssistError(f"{self.name} broke off in the middle of its answer.")

    def _ask(self, prompt: Prompt, temperature: float, *, stream: bool) -> Ask:
        if (left := self._rest_until - self.now()) > 0:
            raise errors.AssistError(
                f"{self.name} asked to wait.", hint=f"It is asked again in {left:.0f} s."
            )
        return Ask(
            self.model,
            prompt.system,
            prompt.user,
            self.max_tokens,
            temperature,
            prompt.shape,
            stream,
        )

    @asynccontextmanager
    async def _asked(self, ask: Ask, until: float) -> AsyncIterator[AsyncIterator[bytes]]:
        """Ask in the best form; a form that is refused is not tried again on this server."""
        path = self.dialect.path(self.http.endpoint.url)
        for _ in range(TRIES):
            left = until - self.now()
            if left <= 0:
                break
            body = self.dialect.build(ask, self.mode, self.refused)
            async with AsyncExitStack() as stack:
                try:
                    pieces = await stack.enter_async_context(
                        self.http.stream(
                            path,
                            json=body,
                            limit=STREAM_LIMIT if ask.stream else LIMIT,
                            idle=self.idle,
                            total=left,
                        )
                    )
                except errors.Invalid as error:
                    if not self._learn(str(error), ask):
                        raise
                    continue
                yield pieces
                return
        raise errors.AssistError(f"{self.name} took longer than {self.seconds:.0f} s.")

    def _learn(self, said: str, ask: Ask) -> bool:
        """Note what a refusal is about; False where no other form is left."""
        setting = self.dialect.without(said)
        if setting and setting not in self.refused:
            self.refused.add(setting)
            return True
        place = self.dialect.modes.index(self.mode) + 1
        if ask.shape is None or place == len(self.dialect.modes):
            return False
        self.mode = self.dialect.modes[place]
        return True

    def _not_empty(self, came: bool) -> None:  # noqa: FBT001
        if not came:
            raise errors.AssistError(f"{self.name} answered nothing.")

    def _judge(self, answer: Piece) -> None:
        if answer.error:
            said = self._hidden(clean_line(answer.error, WORDS))
            raise errors.AssistError(f"{self.name} broke off: {said}")
        if answer.end == CUT:
            raise errors.AssistError(
                f"{self.name} reached its limit of {self.max_tokens} tokens.",
                hint="Raise max_tokens of the endpoint.",
            )
        if answer.end == REFUSED:
            raise errors.AssistError(f"{self.name} refused to answer.")

    def _hidden(self, said: str) -> str:
        """Take the key out of a server's words."""
        for value in self.http.endpoint.headers.values():
            for word in value.split():
                if len(word) > 7:
                    said = said.replace(word, "***")
        return said

    def _why(self, error: errors.WarmlineError) -> errors.AssistError:
        """Say in the words of an endpoint why nothing came."""
        if isinstance(error, errors.RateLimited):
            self._rest_until = self.now() + error.seconds
            return errors.AssistError(
                f"{self.name} asked to wait.", hint=f"It is asked again in {error.seconds:.0f} s."
            )
        said = self._hidden(clean_line(str(error), WORDS))
        if type(error) in _WHY:
            why, hint = _WHY[type(error)]
            return errors.AssistError(f"{self.name} {why}. ({said})", hint=hint)
        if isinstance(error, errors.Unreachable):
            return errors.AssistError(f"{self.name}: {said}", hint="Is the server running?")
        return errors.AssistError(f"{self.name}: {said}", hint=error.hint or "")

    async def models(self) -> object:
        """Ask which models there are, as the server answers; raise AssistError."""
        path = self.dialect.models_path(self.http.endpoint.url)
        try:
            async with asyncio.timeout(self.seconds):
                return (await self.http.get(path)).json()
        except errors.AssistError:
            raise
        except errors.WarmlineError as error:
            raise self._why(error) from error
        except TimeoutError:
            raise errors.AssistError(
                f"{self.name} took longer than {self.seconds:.0f} s."
            ) from None
