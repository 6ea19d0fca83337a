"""`help` and `completions`: read the manual, and teach the shell the commands."""

from __future__ import annotations

import click

from console import errors

SHELLS = ("bash", "zsh", "fish")


@click.command("help", short_help="Read the manual.")
@click.argument("topic", required=False)
@click.pass_context
def help_command(ctx: click.Context, topic: str | None) -> None:
    """Print a page of the manual; without TOPIC, the list of pages."""
    from console import manual
    from console.cli.saying import BOLD, DIM, out, paint, print_table

    if topic is None:
        parent = ctx.parent or ctx
        out(parent.get_help())
        out("")
        pages = manual.topics()
        if pages:
            print_table(("TOPIC", "TITLE"), pages)
        return
    styles = {"strong": BOLD, "muted": DIM}
    program = ctx.find_root().command
    try:
        lines = manual.styled(topic)
    except errors.InputError:
        command = program.get_command(ctx, topic) if isinstance(program, click.Group) else None
        if command is None:
            raise
        with click.Context(command, info_name=topic, parent=ctx.parent) as found:
            out(command.get_help(found))
        return
    for text, role in lines:
        out(paint(text, styles.get(role, "")))


PLACES = """\b
bash: warmline completions bash > ~/.local/share/bash-completion/completions/warmline
zsh:  warmline completions zsh > a folder of $fpath, named _warmline
fish: warmline completions fish > ~/.config/fish/completions/warmline.fish
"""


@click.command("completions", short_help="Print completions for your shell.", epilog=PLACES)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completions_command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of SHELL, to be kept where the shell looks for it."""
    from click.shell_completion import get_completion_class

    from console.cli.saying import out

    kind = get_completion_class(shell)
    assert kind is not None
    # bash asks for the version of bash, and it need not be there.
    script = kind(ctx.find_root().command, {}, "warmline", "_WARMLINE_COMPLETE")
    out(script.source_template % script.source_vars())
