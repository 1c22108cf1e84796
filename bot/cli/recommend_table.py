"""The report on recommendations as tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from retrieval.recommend.off_policy import OffPolicy
from retrieval.recommend.ratios import Figure
from retrieval.recommend.report import Difference, Report, Row, Trial

UNNAMED = {"model": "fixed figures", "source": "not named", "place": "not named"}
TOO_FEW = "[dim]too few[/]"


def show(made: Report, experiment: str = "") -> None:
    """Print a report, or the part of it on one experiment."""
    console = Console()
    if not made.total.impressions:
        console.print("No list of products was shown to anybody in this time.")
        return
    days = [datetime.fromtimestamp(m, UTC).strftime("%Y-%m-%d") for m in (made.since, made.until - 1)]
    said = f"{days[0]} to {days[1]}; rates are of lists that were shown, with 95 % intervals over shoppers."
    console.print(said, style="dim")
    for trial in made.trials:
        _show_trial(console, trial)
    if experiment and not made.trials:
        console.print(f"No list was shown under the experiment {experiment}.", markup=False)
    if not experiment:
        for title, rows in (("model", made.models), ("source", made.sources), ("place", made.places)):
            console.print(_rows(title, (*rows, made.total) if title == "place" else rows), "")
        _show_exploration(console, made.exploration)
    _show_notes(console, made)


def _show_trial(console: Console, trial: Trial) -> None:
    console.print(f"\n[bold]Experiment {escape(trial.name)}[/]")
    _show_sample_ratio(console, trial)
    console.print(_rows("arm", trial.arms))
    if trial.differences:
        table = _table("difference", "clicks", "carts", "purchases", "revenue\na list")
        for one in trial.differences:
            table.add_row(*_difference(one))
        console.print(table)
    if trial.both:
        text = f"{trial.both:,} shoppers were in two arms, before and after they signed in."
        console.print(text, style="dim")
    console.print()


def _show_sample_ratio(console: Console, trial: Trial) -> None:
    ratio = trial.sample_ratio
    if ratio is None:
        text = "It is not checked how shoppers were shared out: too few, or not in the settings any more."
        console.print(text, style="dim")
    elif ratio.alarming:
        found = ", ".join(
            f"{arm} {n:,} instead of {ratio.expected[arm]:,.0f}" for arm, n in ratio.counts.items()
        )
        console.print("DO NOT TRUST THESE FIGURES.", style="bold red", end=" ")
        text = f"Shoppers are not shared out as planned: {found} (p = {ratio.p:.1g})."
        why = "Something loses or doubles shoppers of an arm, or the shares were changed in this time."
        console.print(f"{text} {why}", style="red", markup=False, highlight=False)
    else:
        console.print(f"Shoppers are shared out as planned (p = {ratio.p:.2g}).", style="dim")


def _rows(title: str, rows: Sequence[Row]) -> Table:
    table = _table(title, "lists\nshoppers", "clicks", "carts", "purchases", "revenue\na list")
    for row in rows:
        table.add_row(
            escape(row.name or UNNAMED.get(title, "")), f"{row.impressions:,}\n{row.shoppers:,}",
            _rate(row.click_through, row.clicked), _rate(row.add_to_cart, row.carted),
            _rate(row.purchase, row.bought), _money(row.revenue, row.sales),
        )  # fmt: skip
    return table


def _table(name: str, *figures: str) -> Table:
    """A table in which names may be broken and figures not."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column(name, overflow="fold")
    for figure in figures:
        table.add_column(figure, no_wrap=True)
    return table


def _rate(figure: Figure, count: int | None = None) -> str:
    """A rate in per cent over its interval, or how often where that is all that can be told."""
    if figure.value is None or figure.low is None or figure.high is None:
        return TOO_FEW if count is None else f"{count:,}\n{TOO_FEW}"
    value, low, high = (f"{number * 100:#.3g}" for number in (figure.value, figure.low, figure.high))
    return f"{value} %\n[dim]{low} to {high}[/]"


def _money(figure: Figure, sales: float) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return f"{sales:,.2f} in all\n{TOO_FEW}"
    return f"{figure.value:,.2f}\n[dim]{figure.low:,.2f} to {figure.high:,.2f}[/]"


def _difference(one: Difference) -> tuple[str, ...]:
    rates = [_points(rate, 100) for rate in (one.click_through, one.add_to_cart, one.purchase)]
    return (f"{escape(one.arm)} less {escape(one.against)}", *rates, _points(one.revenue, 1))


def _points(figure: Figure, scale: float) -> str:
    """A difference of rates in points of per cent, or of revenue; bold where its interval is without 0."""
    if figure.value is None or figure.low is None or figure.high is None:
        return TOO_FEW
    value, low, high = (f"{number * scale:+.2f}" for number in (figure.value, figure.low, figure.high))
    clear = figure.low > 0 or figure.high < 0
    return f"{f'[bold]{value}[/]' if clear else value}\n[dim]{low} to {high}[/]"


def _show_exploration(console: Console, found: OffPolicy | None) -> None:
    if found is None:
        return
    console.print(f"[bold]Exploration[/] In {found.explored:,} of {found.lists:,} lists a product was drawn.")
    if found.ips.value is None:
        console.print("Too few to tell what the best list alone would have brought.", style="dim")
        return
    table = _table("clicks on lists", "")
    table.add_row("as shown", _rate(found.shown))
    table.add_row("the best list alone, IPS", _rate(found.ips))
    table.add_row("the best list alone, SNIPS", _rate(found.snips))
    console.print(table)
    console.print(f"Effective number of lists: {found.effective:,.0f}.", style="dim")


def _show_notes(console: Console, made: Report) -> None:
    notes = (
        (made.unfinished, "lists were shown so lately that more may come of them."),
        (made.left_out, "lists were shown to bots or test accounts and do not count."),
        (made.unpriced, "purchases came without a price; their revenue is not known."),
    )
    for count, text in notes:
        if count:
            console.print(f"{count:,} {text}", style="dim", highlight=False)
