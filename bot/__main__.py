"""``shopclerk``: runs a command; an error is one sentence with its code, never a traceback."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of the command line. Exit status 1 for an error that was foreseen."""
    from bot.cli import build_cli
    from bot.errors import ShopclerkError

    try:
        build_cli()()
    except ShopclerkError as error:
        from rich.console import Console
        from rich.markup import escape

        Console(stderr=True, soft_wrap=True).print(
            f"[bold red]Error[/] [dim]({error.code})[/] {escape(str(error))}", highlight=False
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
