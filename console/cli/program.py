"""The program's commands and global options; each command is imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from console import __version__, errors
from console.cli import DONE, FAILED, INTERRUPTED, REFUSED, USAGE
from console.cli.given import Given

COMMANDS = {
    "ls": "reading",
    "show": "reading",
    "reply": "writing",
    "take": "writing",
    "assign": "writing",
    "set": "writing",
    "outbox": "waiting",
    "sync": "syncing",
    "import": "importing",
    "connect": "connecting",
    "connections": "connecting",
    "assist": "assisting",
    "doctor": "checking",
    "help": "explaining",
    "completions": "explaining",
    "generate": "generating",
}
"""Each command and the module of it, in the order in which help lists them."""

EPILOG = "--connection, --demo, --read-only and --verbose may stand before or after a command."


def _noted(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def note(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
        given = ctx.ensure_object(Given)
        if value:
            setattr(given, name, value)

    return note


def _everywhere(*, hidden: bool) -> list[click.Option]:
    """Make the options that stand before a command or after it."""
    kept: dict[str, Any] = {"expose_value": False, "hidden": hidden}
    return [
        click.Option(
            ["--connection"],
            metavar="NAME",
            help="Use this connection alone.",
            callback=_noted("connection"),
            **kept,
        ),
        click.Option(
            ["--demo"],
            is_flag=True,
            help="Use the demo desk with its sample customers.",
            callback=_noted("demo"),
            **kept,
        ),
        click.Option(
            ["--read-only"],
            is_flag=True,
            help="Refuse every change, here and on the helpdesks.",
            callback=_noted("read_only"),
            **kept,
        ),
        click.Option(
            ["--verbose"],
            is_flag=True,
            help="Write what happens into the log file, without secrets.",
            callback=_noted("verbose"),
            **kept,
        ),
    ]


def with_options(command: click.Command) -> click.Command:
    """Let the global options stand after a command too."""
    if not any(getattr(param, "name", "") == "verbose" for param in command.params):
        command.params += _everywhere(hidden=True)
        if isinstance(command, click.Group):
            for sub in command.commands.values():
                with_options(sub)
    return command


class Program(click.Group):
    """Knows its commands by name, and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """List the commands in a useful order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        module = import_module(f"console.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return with_options(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for an unknown one name the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from console.config.check import suggestion

            near = suggestion(args[0], COMMANDS)
            raise click.UsageError(f"There is no command {args[0]!r}{near}", ctx) from None


def _version(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"warmline {__version__}")
        ctx.exit()


def _screen(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        from console.cli.screen import open_screen

        ctx.exit(open_screen(ctx.ensure_object(Given)))


def program() -> Program:
    """Make the root command."""
    here: list[click.Parameter] = [
        click.Option(
            ["--fresh"],
            is_flag=True,
            expose_value=False,
            callback=_noted("fresh"),
            help="With --demo: begin the demo again.",
        ),
        click.Option(
            ["--theme"],
            metavar="NAME",
            expose_value=False,
            callback=_noted("theme"),
            help="Wear this theme: dark, light, ansi, mono or one of your own.",
        ),
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help="Print the version.",
        ),
    ]
    return Program(
        "warmline",
        callback=click.pass_context(_screen),
        invoke_without_command=True,
        params=[*_everywhere(hidden=False), *here],
        help="The terminal console where an AI hands a customer over to a person.\n\n"
        "Without a command it opens the screen.",
        epilog=EPILOG,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def run(argv: Sequence[str]) -> int:
    """Run one call and give its exit code; every expected error becomes words on stderr."""
    given = Given()
    try:
        code = program().main(list(argv), prog_name="warmline", standalone_mode=False, obj=given)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        click.echo("\nInterrupted.", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return USAGE
    except KeyboardInterrupt:
        click.echo("\nInterrupted.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    except errors.WarmlineError as error:
        return tell(error)
    except Exception as error:  # noqa: BLE001  it is logged, without the values that it held
        from console.cli.crash import report

        return report(error, given)
    return code if isinstance(code, int) else DONE


def tell(error: errors.WarmlineError) -> int:
    """Say on stderr what went wrong and what to do; give the exit code."""
    click.echo(f"warmline: {error}", err=True)
    if error.hint:
        click.echo(error.hint, err=True)
    if isinstance(error, (errors.ReadOnly, errors.ImportRefused)):
        return REFUSED
    wrong = (errors.ConfigError, errors.InputError, errors.NoSuchEscalation)
    return USAGE if isinstance(error, wrong) else FAILED


def _reader_left() -> int:
    """End quietly after `| head`: what was asked for was printed as far as it was wanted."""
    import os

    # Python would complain at exit when it flushes what nobody reads.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE
