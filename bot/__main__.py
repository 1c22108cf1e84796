"""``shopclerk``: runs a command; a foreseen error is one sentence with its code, never a traceback."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.errors import ShopclerkError

OWN = frozenset({"bot", "retrieval", "training"})
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def main() -> None:
    """Entry point of the command line. Exit status 1 for an error that was foreseen."""
    from bot.cli import build_cli
    from bot.errors import ConfigError, PackageMissing, ShopclerkError

    try:
        build_cli()()
    except ShopclerkError as error:
        _fail(error)
    except OSError as error:
        if error.filename is None and error.errno not in FULL:  # no file, and not foreseen
            raise
        file = None if error.filename is None else os.fsdecode(error.filename)
        _fail(ConfigError(f"{error.strerror}. {_remedy(error)}".strip(), file=file))
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in OWN:  # a mistake of ours
            raise
        _fail(PackageMissing(package))


def _remedy(error: OSError) -> str:
    """What to do about a file or folder that cannot be used."""
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"Let this user (uid {os.getuid()}) read and write the installation's folder."
        case number if number in FULL:
            return "Free some space on this disk, then run it again: nothing half-written is used."
        case _:
            return ""


def _fail(error: ShopclerkError) -> None:
    from rich.console import Console
    from rich.markup import escape

    Console(stderr=True, soft_wrap=True).print(
        f"[bold red]Error[/] [dim]({error.code})[/] {escape(error.told_operator)}", highlight=False
    )
    sys.exit(1)


if __name__ == "__main__":
    main()
