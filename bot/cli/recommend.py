"""``shopclerk recommend``: what would be recommended, and the recommender as a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json
from bot.cli.recommend_report import report

if TYPE_CHECKING:
    from retrieval.recommend.port import Recommendations

app = typer.Typer(
    help="Recommend products here, serve lists to the gateway, and report what lists brought in.",
    no_args_is_help=True,
)
app.command()(report)


@app.command("list")
def list_products(
    state: State = HERE,
    product: Annotated[str, typer.Option(help="Id of a product: what is bought with it, and like it.")] = "",
    category: Annotated[str, typer.Option(help="Only products of this category.")] = "",
    k: Annotated[int, typer.Option("-k", help="Products to list.", min=1, max=50)] = 10,
    json: JsonFile = None,
) -> None:
    """List what would be recommended now, with the reason of each: beside a product, or what is popular."""
    from bot.errors import NotFound
    from bot.recommender.live import load
    from bot.settings import load_settings
    from retrieval.recommend.port import RecommendContext
    from retrieval.types import Constraints

    loaded = load(load_settings(state))
    if product and loaded.products.get(product) is None:
        raise NotFound(f"No product of the catalogue has the id {product}.")
    names = [name for name, _ in loaded.products.categories()]
    if category and category not in names:
        raise NotFound(f"No category is called {category}. There are: {', '.join(names)}.")
    context = RecommendContext(
        viewed=(product,) if product else (),
        shown=(product,) if product else (),
        wish=Constraints(categories=(category,) if category else ()),
    )
    sources = ("bought_together", "similar") if product else ("popular",)
    found = loaded.recommender.recommend(context, k, sources=sources)
    write_json(json, found)
    _show(found)


def _show(found: Recommendations) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    if not found.hits:
        console.print("There is nothing to recommend here.")
        return
    table = Table("", "product", "price", "reason", box=None, header_style="dim")
    for place, hit in enumerate(found.hits, 1):
        product, price = hit.product, f"{hit.variant.price} {hit.product.currency}"
        title = f"[bold]{escape(product.product_id)}[/] {escape(product.title)}"
        table.add_row(str(place), title, price, escape("; ".join(hit.reasons)))
    console.print(table)


@app.command("serve")
def serve(
    state: State = HERE,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on.", show_default="from settings")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default="from settings")] = None,
) -> None:
    """Serve only the recommender, to a gateway whose \\[recommend] url names this process.

    It follows the live release, the catalogue, prices and stock as the gateway does. Stop with Ctrl-C.
    """
    from bot.logs import set_up_logs
    from bot.recommender.serving import serve as serve_recommender
    from bot.settings import load_settings

    settings = load_settings(state, {"recommend": {"host": host, "port": port}})
    set_up_logs(settings.logs)
    serve_recommender(settings)
