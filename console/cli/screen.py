"""Open the screen: everything before Textual is imported, and after it has ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING

from console import errors
from console.cli import DONE
from console.cli.given import Given
from console.cli.log import log_to
from console.cli.opening import open_works
from console.cli.saying import say
from console.cli.terminal import Watch, check, prepare
from console.wiring import Works

if TYPE_CHECKING:
    from console.ui.app import WarmlineApp


def open_screen(given: Given) -> int:
    """Run the program on the terminal; raises ConfigError, InputError and StoreError."""
    check(os.environ)
    if given.fresh and not given.demo:
        raise errors.InputError("--fresh begins the demo again: it needs --demo.")
    config = given.config
    theme, mouse = prepare(os.environ)
    if config.editor:
        os.environ["VISUAL"] = shlex.join(config.editor)
    # What is logged must never land on the screen.
    log_to(given)
    if given.fresh:
        from console.wiring.trying import forget

        forget(given.paths)
    if given.demo and not (given.demo_folder / "demo.json").exists():
        say("Preparing the demo ...")
    return asyncio.run(_screen(given, given.theme or config.theme or theme, mouse=mouse))


async def _screen(given: Given, theme: str, *, mouse: bool) -> int:
    from console.wiring import session
    from console.wiring.configured import apply_rules, settings

    works = await open_works(given)
    try:
        config = given.config

        async def set_clocks() -> None:
            await apply_rules(works, config)

        if not given.demo:
            works.also.append(set_clocks)
        from console.wiring.attending import attend

        attend(works, config.assist, config.guards, os.environ, given.redaction().add)
        from console.ui import themes
        from console.ui.app import WarmlineApp
        from console.ui.feed import first
        from console.ui.remapping import keymap

        look = themes.load(theme or themes.default(os.environ), given.paths.themes)
        made = session(
            works,
            settings(config, theme=theme, mouse=mouse),
            scratch=given.paths.state / "scratch",
            themes=given.paths.themes,
            demo=given.demo,
            set_setting=_set_setting(given),
            config_file=given.paths.config_file,
            base=f"in:{given.connection}" if given.connection else "",
        )
        # Before the screen is there: a clash is said in words, with the commands' names.
        keys = keymap(made.settings.keys, config.file)
        app = WarmlineApp(made, await first(works.desk, made.base), look, keys)
        watch = Watch(app.signals.hang_up)
        watch.start()
        try:
            await app.run_async(mouse=made.settings.mouse)
        finally:
            watch.stop()
        if app.fault is not None:
            return await _broken(works, app, given)
        await _part(works, demo=given.demo)
        return app.return_code or DONE
    finally:
        await works.stop()


async def _broken(works: Works, app: WarmlineApp, given: Given) -> int:
    """Keep what was being written, and tell of the fault that ended the screen."""
    from console.cli.crash import report
    from console.desk import draft

    try:
        if app.rescued is not None:
            await draft.rescue(works.desk, app.rescued)
    finally:
        assert app.fault is not None
        code = report(app.fault, given)
    return code


def _set_setting(given: Given) -> Callable[[str, object], None]:
    def set_setting(key: str, value: object) -> None:
        from console.config.write import set_value

        set_value(given.paths.config_file, key, value)

    return set_setting


async def _part(works: Works, *, demo: bool) -> None:
    """Say what stays behind unsent."""
    from console.desk.leftover import farewell, leftover

    with contextlib.suppress(OSError):
        for words in farewell(await leftover(works.desk), demo=demo):
            say(words)
