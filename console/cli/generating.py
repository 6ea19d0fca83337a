"""`generate`: print sample escalations in any number, in the import form, for measuring."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from console import errors


@click.command("generate", short_help="Print sample escalations in any number.")
@click.argument("number", type=click.IntRange(0, 100_000_000))
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same lines.")
@click.option(
    "--messages", type=click.IntRange(1, 1_000_000), help="Give each conversation so many."
)
@click.option(
    "--now",
    metavar="TIME",
    help="Count their times from then, RFC 3339; else from the last midnight (UTC).",
)
def generate_command(number: int, seed: int, messages: int | None, now: str | None) -> None:
    """Print NUMBER sample escalations, one JSON object a line, for `warmline import -`.

    The same number, seed and --now give the same bytes.
    """
    from console.cli.saying import print_lines
    from console.domain.form import parse_time
    from console.wiring.generator import generate

    try:
        at = (
            parse_time(now)
            if now
            else datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        )
    except ValueError as error:
        raise errors.InputError(f"{now!r} is no RFC 3339 time.") from error
    print_lines(generate(number, seed=seed, now=at, messages=messages))
