"""``shopclerk doctor``: is everything there that this installation needs?"""

from __future__ import annotations

import typer

from bot.cli.options import HERE, Host, Port, State


def command(state: State = HERE, host: Host = None, port: Port = None) -> None:
    """Look at the installation part by part, say what is wrong and how to mend it.

    Give --host and --port as you give them to `serve`. Exit status 1 if something is wrong.
    """
    from rich.console import Console
    from rich.markup import escape

    from bot.examine import examine
    from bot.settings import load_settings

    console = Console(soft_wrap=True)
    findings = examine(load_settings(state, {"server": {"host": host, "port": port}}))
    for finding in findings:
        mark = "[red]✗[/]" if not finding.good else "[yellow]![/]" if finding.remedy else "[green]✓[/]"
        console.print(f"{mark} {finding.part}: {escape(finding.text)}", highlight=False)
        if finding.remedy:
            console.print(f"  [dim]→ {escape(finding.remedy)}[/]", highlight=False)
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)
