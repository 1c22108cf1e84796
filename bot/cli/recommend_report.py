"""``shopclerk recommend report``: what recommendations brought in."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json
from bot.cli.stored import with_database

if TYPE_CHECKING:
    from bot.settings import Settings
    from retrieval.recommend.report import Report


def report(
    since: Annotated[
        str, typer.Option(help="First day, as 2026-11-01 (UTC).", show_default="28 days before")
    ] = "",
    until: Annotated[str, typer.Option(help="Last day, included.", show_default="today")] = "",
    experiment: Annotated[str, typer.Option(help="Only the experiment of this name.")] = "",
    testers: Annotated[
        str, typer.Option(help="The shop's own test accounts: ids of shoppers, with commas between.")
    ] = "",
    state: State = HERE,
    json: JsonFile = None,
) -> None:
    """Show what recommendations brought in: clicks, carts, purchases, revenue; by arm, model, source, place.

    Rates are of impressions (a list shown once), their 95 % intervals over shoppers. Where there is too
    little to tell, no rate is given. Works while the installation is being served.
    """
    from bot.cli.recommend_table import show
    from bot.record.outcomes import span

    first, last = span(since, until, time.time())
    ids = frozenset(f"p_{name.strip()}" for name in testers.split(",") if name.strip())
    made = make(state, first, last, experiment, ids)
    write_json(json, made)
    show(made, experiment)


def make(state: Path, since: float, until: float, only: str, testers: frozenset[str]) -> Report:
    """The report on an installation. Raises: SettingsError, StorageError."""
    from bot.record.database import Database
    from bot.record.outcomes import RecommendationReports
    from bot.settings import load_settings

    settings = load_settings(state)

    async def work(database: Database) -> Report:
        reports = RecommendationReports(
            database, settings.experiment.windows, settings.running_experiment, _Variants(settings)
        )
        return await reports.report(since, until, only=only, testers=testers)

    return with_database(state, work)


class _Variants:
    """The product of each variant; the catalogue is read when the first is asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[str, str] | None = None

    def __call__(self, variant_id: str) -> str:
        from retrieval.products.rows import read_catalogue

        if self._known is None:
            shop = self._settings.shop
            read = read_catalogue(self._settings.state / "catalogue.csv", currency=shop.currency)
            self._known = {v.variant_id: p.product_id for p in read.products for v in p.variants}
        return self._known.get(variant_id, "")
