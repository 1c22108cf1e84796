"""``shopclerk bench``: how fast, on this machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import HERE, AnyState, JsonFile

app = typer.Typer(help="Measure speed on this machine.", no_args_is_help=True)


@app.callback()
def main() -> None:
    """Measure speed on this machine."""


@app.command()
def turn(
    state: AnyState = HERE,
    messages: Annotated[int, typer.Option(help="Messages a run.", min=10)] = 600,
    runs: Annotated[int, typer.Option(help="Runs; the median of each figure is reported.", min=1)] = 3,
    intents: Annotated[
        str, typer.Option(help="Only examples of these intents, with commas between; default: of all.")
    ] = "",
    json_file: JsonFile = None,
) -> None:
    """A turn without generation, at 1 and at 32 shoppers: message sent to answer received, over HTTP.

    The messages are drawn from the assistant's own training examples (seeded). Those of intents that a rule
    answers (greet, thanks) do not search, and can be compared with another bot's rules. The server is a
    process of its own on a copy of the installation, so that nothing of yours is touched.
    """
    from rich.console import Console
    from rich.table import Table

    from training.bench.turn import bench_turn

    report = bench_turn(state, messages=messages, runs=runs, intents=[i for i in intents.split(",") if i])
    table = Table("shoppers", "p50 ms", "p95 ms", "messages/s", box=None)
    for name, row in report.items():
        table.add_row(
            name.removeprefix("shoppers_"), *(f"{row[key]:.1f}" for key in ("p50_ms", "p95_ms", "per_second"))
        )
    Console().print(table)
    if json_file:
        json_file.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


@app.command()
def events(
    state: AnyState = HERE,
    rate: Annotated[float, typer.Option(help="Events a second.", min=1)] = 1000,
    batch: Annotated[int, typer.Option(help="Events of one request.", min=1, max=500)] = 50,
    shoppers: Annotated[int, typer.Option(help="Who chat meanwhile.", min=1)] = 4,
    messages: Annotated[int, typer.Option(help="What they say in all.", min=10)] = 600,
    database: Annotated[str, typer.Option(help="URL of an empty PostgreSQL database.")] = "",
    json_file: JsonFile = None,
) -> None:
    """Events of behaviour taken in while shoppers chat: how many a second, and what it costs the chat.

    A turn is measured without and with them in one run, on a copy of the installation.
    """
    from rich.console import Console
    from rich.table import Table

    from training.bench.events import bench_events

    report = bench_events(
        state, rate=rate, batch=batch, shoppers=shoppers, messages=messages, database=database
    )
    table = Table("", "", box=None, show_header=False)
    for name, value in report.items():
        table.add_row(name.replace("_", " "), f"{value:g}")
    Console().print(table)
    if json_file:
        json_file.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


@app.command()
def swaps(
    state: AnyState = HERE,
    count: Annotated[int, typer.Option(help="Promotions and roll-backs, in turn.", min=2)] = 50,
    shoppers: Annotated[int, typer.Option(help="Who talk meanwhile.", min=1)] = 20,
    every: Annotated[float, typer.Option(help="Seconds from one to the next.", min=1.2)] = 2.0,
    release: Annotated[str, typer.Option(help="The other release; default a copy of the live one.")] = "",
    json_file: JsonFile = None,
) -> None:
    """Releases swapped while shoppers talk: turns that failed, latency, and memory before and after.

    It ends with 1 where a turn failed, and says which and what the server printed last. All on a copy of the
    installation: nothing becomes live in --state.
    """
    from rich.console import Console
    from rich.table import Table

    from bot.cli.progress import Steps
    from training.bench.swaps import TOLD, bench_swaps

    with Steps() as steps:
        steps.begin("Swapping")
        run = bench_swaps(
            state, swaps=count, shoppers=shoppers, every=every, progress=steps.advance, release_id=release
        )
        steps.end(f"{count} times")
    table = Table("", "", box=None, show_header=False)
    for name, value in run.figures.items():
        table.add_row(name, f"{value:g}")
    Console().print(table)
    if json_file:
        json_file.write_text(json.dumps(run.figures, indent=2) + "\n", encoding="utf-8")
    if run.failed:
        for line in (*run.failed[:TOLD], *run.server):
            typer.echo(line, err=True)
        raise typer.Exit(1)


@app.command()
def training(
    data: Annotated[
        Path | None, typer.Option(envvar="DATASETS", help="Folder of the public sets.", exists=True)
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="Names in training/results.yaml; else all.")] = None,
    json_file: JsonFile = None,
) -> None:
    """Run what training/results.yaml publishes again, and compare: up to two hours.

    It ends with 1 where a figure is lower than published by more than it may be. What cannot be run, as its
    data is not there, is told and counts for nothing.
    """
    import msgspec
    from rich.console import Console
    from rich.table import Table

    from training.bench.results import read_published, rerun

    published = {n: p for n, p in read_published().items() if not only or n in only}
    variables = {"DATASETS": str(data.resolve())} if data else {}
    outcomes = []
    for outcome in rerun(published, variables):
        outcomes.append(outcome)
        state = {True: "held", False: "LOWER", None: "not run"}[outcome.held]
        typer.echo(f"{outcome.name}: {state} {outcome.reason} ({outcome.seconds:.0f} s)", err=True)
    table = Table("", "figure", "published", "found", box=None, header_style="dim")
    for outcome in outcomes:
        for key, expected in outcome.expect.items():
            found = outcome.found.get(key)
            table.add_row(outcome.name, key, f"{expected:.4f}", "-" if found is None else f"{found:.4f}")
    Console().print(table)
    if json_file:
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(outcomes), indent=2))
    if any(outcome.held is False for outcome in outcomes):
        raise typer.Exit(1)


@app.command()
def retrieval(
    state: AnyState = HERE,
    passages: Annotated[int, typer.Option(help="Texts, recombined from the documents.", min=100)] = 100_000,
    vectors: Annotated[
        int, typer.Option(help="Instead: so many vectors without texts, the index alone.", min=0)
    ] = 0,
    queries: Annotated[int, typer.Option(help="Labelled questions that are asked.", min=10)] = 500,
    json_file: JsonFile = None,
) -> None:
    """Query to fused and re-ranked list, one after the other, beside BM25, exact FAISS and Milvus alone.

    The texts are real sentences in new company, with real vectors: encoding 100,000 takes some minutes on two
    cores. Memory and seconds are those of building the index, the encoding not counted.
    """
    from rich.console import Console
    from rich.table import Table

    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from training.bench.retrieval import bench_retrieval, bench_vectors

    with translated_errors(), Steps() as steps:
        steps.begin("Measuring")

        def tell(_what: str, done: int, total: int) -> None:
            steps.advance(done, total)

        if vectors:
            report = bench_vectors(state, vectors=vectors, queries=queries, progress=tell)
        else:
            report = bench_retrieval(state, passages=passages, queries=queries, progress=tell)
        steps.end(f"{report.passages:,} of kind {report.kind}, encoded in {report.encode_seconds:.0f} s")
    table = Table("", "p50 ms", "p95 ms", "recall@10", "build s", "memory MB", box=None)
    for name, row in report.rows.items():
        recall = "" if row.index_recall is None else f"{row.index_recall:.4f}"
        figures = (f"{row.p50_ms:.1f}", f"{row.p95_ms:.1f}", recall, f"{row.build_seconds:.1f}")
        table.add_row(name, *figures, f"{row.memory_mb:.0f}")
    Console().print(table)
    for name, reason in report.left_out.items():
        typer.echo(f"Left out: {name}: {reason}")
    if json_file:
        import msgspec

        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))


@app.command()
def recommend(
    state: AnyState = HERE,
    products: Annotated[
        int, typer.Option(help="Made on the spot, with about four variants each.", min=100)
    ] = 100_000,
    rules: Annotated[int, typer.Option(help="Rules that pin, boost, bury and block.", min=0)] = 30,
    requests: Annotated[int, typer.Option(help="Of each kind.", min=20)] = 500,
    json_file: JsonFile = None,
) -> None:
    """Ten suggestions with rules and reasons, one request after the other, beside implicit's ALS alone.

    Of the installation only the encoder is used. Products, orders, rules and what is asked are made on the
    spot, in a temporary folder. To encode 100,000 texts would take minutes: a product's vector is the real
    one of its kind and use with a random part; wishes are encoded as ever. Between requests prices and stock
    change, and what is shown is held against the made catalogue: where something unavailable was shown, the
    command ends with 1.
    """
    from rich.console import Console
    from rich.table import Table

    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from training.bench.recommend import bench_recommend

    with translated_errors(), Steps() as steps:
        steps.begin("Measuring")
        report = bench_recommend(
            state, products=products, rules=rules, requests=requests, progress=steps.tell
        )
        steps.end(f"{report.products:,} products, {report.variants:,} variants, {report.rules} rules")
    table = Table("", "p50 ms", "p95 ms", "processor p50", "p95", "found", "unavailable", box=None)
    for name, row in report.rows.items():
        times = (row.p50_ms, row.p95_ms, row.cpu_p50_ms, row.cpu_p95_ms)
        wrong = "" if row.unavailable_shown is None else str(row.unavailable_shown)
        table.add_row(name, *(f"{one:.1f}" for one in times), f"{row.found:.1f}", wrong)
    Console().print(table)
    typer.echo(
        f"A rule counts after {report.rule_live_s:.2f} s, stock after {report.stock_live_s:.2f} s. "
        f"{report.memory_mb:.0f} MB, read in {report.load_s:.0f} s."
    )
    if json_file:
        import msgspec

        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))
    if report.unavailable_shown:
        raise typer.Exit(1)
