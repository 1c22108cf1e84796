"""``shopclerk doctor``: is everything there that this installation needs?"""

from __future__ import annotations

import typer

from bot.cli.options import HERE, State


def command(state: State = HERE) -> None:
    """Look at the installation part by part, say what is wrong and how to mend it."""
    from rich.console import Console

    from bot.examine import examine
    from bot.settings import load_settings

    console = Console(soft_wrap=True)
    findings = examine(load_settings(state))
    for finding in findings:
        mark = "[green]✓[/]" if finding.good else "[red]✗[/]"
        console.print(f"{mark} {finding.part}: {finding.text}", highlight=False)
        if finding.remedy:
            console.print(f"  [dim]→ {finding.remedy}[/]", highlight=False)
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)
