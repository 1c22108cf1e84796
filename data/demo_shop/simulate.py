"""Makes up shoppers for the demo shop: what they do, and what they write to its service.

    python data/demo_shop/simulate.py --seed 1
    python data/demo_shop/simulate.py --seed 1 --check

Writes dialogues.jsonl, events.csv, purchases.csv and shoppers.csv. SIMULATION.md describes the model.
"""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from simulator.behaviour import Behaviour, simulate_behaviour
from simulator.check import hit_rates, kept_from_training
from simulator.dialogues import simulate_dialogues
from simulator.shopping import Happening

OUT = Path(__file__).parent / "var" / "simulated"
EVENT_COLUMNS = (
    "shopper_id", "time", "event", "product_id", "variant_id", "quantity", "query", "session_id",
)  # fmt: skip
console = Console()


def main(
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 1,
    out: Annotated[Path, typer.Option(help="Folder for the files.")] = OUT,
    dialogues: Annotated[int, typer.Option(min=1, help="How many support dialogues.")] = 2_000,
    events: Annotated[int, typer.Option(min=1, help="How many events of shoppers.")] = 60_000,
    shoppers: Annotated[int, typer.Option(min=1, help="How many shoppers they come from.")] = 3_000,
    check: Annotated[
        bool, typer.Option("--check", help="Test what was made: repeatable? predictable?")
    ] = False,
) -> None:
    """Make dialogues and behaviour of simulated shoppers."""
    out.mkdir(parents=True, exist_ok=True)
    with Progress(console=console, transient=True) as progress:
        talks = _dialogues(progress, seed, dialogues)
        behaviour = _behaviour(progress, seed, events, shoppers)
    write_dialogues(out, talks)
    write_behaviour(out, behaviour)
    console.print(_talk_counts(talks))
    console.print(_counts(behaviour.happenings))
    if check:
        console.print(_check(behaviour))
        _check_again(talks, behaviour, seed)
    console.print(f"Written to {out}")


def _dialogues(progress: Progress, seed: int, count: int) -> list[dict[str, Any]]:
    task = progress.add_task("Dialogues", total=count)
    return list(simulate_dialogues(seed, count, lambda done, _: progress.update(task, completed=done)))


def _behaviour(progress: Progress, seed: int, events: int, shoppers: int) -> Behaviour:
    task = progress.add_task("Shoppers", total=shoppers)
    try:
        return simulate_behaviour(
            seed, events, shoppers, lambda done, total: progress.update(task, completed=done, total=total)
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


# ------------------------------------------------------------------------- writing


def write_dialogues(out: Path, dialogues: list[dict[str, Any]]) -> None:
    """dialogues.jsonl, in the format of dialogues/handwritten.jsonl."""
    lines = [json.dumps(dialogue, ensure_ascii=False) + "\n" for dialogue in dialogues]
    (out / "dialogues.jsonl").write_text("".join(lines), encoding="utf-8")


def write_behaviour(out: Path, behaviour: Behaviour) -> None:
    """events.csv, purchases.csv (user, item, timestamp in seconds) and shoppers.csv (the hidden tastes)."""
    happenings = behaviour.happenings
    _write_csv(out / "events.csv", EVENT_COLUMNS, (h.as_row() for h in happenings))
    bought = ((h.shopper_id, h.product_id, str(h.timestamp)) for h in happenings if h.event == "purchase")
    _write_csv(out / "purchases.csv", ("user", "item", "timestamp"), bought)
    rows = [{"shopper_id": name, **taste.as_row()} for name, taste in behaviour.tastes.items()]
    _write_csv(out / "shoppers.csv", list(rows[0]), (list(row.values()) for row in rows))


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


# ------------------------------------------------------------------------ reporting


def _talk_counts(dialogues: list[dict[str, Any]]) -> Table:
    turns = [turn for dialogue in dialogues for turn in dialogue["turns"]]
    table = Table("what", "count", title=f"{len(dialogues):,} dialogues, {len(turns):,} turns")
    for what, count in Counter(dialogue["outcome"] for dialogue in dialogues).most_common():
        table.add_row(what.replace("_", " "), f"{count:,}")
    said = [turn["text"] for turn in turns if turn["role"] == "shopper"]
    table.add_row("shoppers' messages", f"{len(said):,}")
    table.add_row("different ones", f"{len(set(said)):,}")
    return table


def _counts(happenings: list[Happening]) -> Table:
    table = Table("event", "count", title=f"{len(happenings):,} events")
    for event, count in Counter(h.event for h in happenings).most_common():
        table.add_row(event, f"{count:,}")
    return table


def _check(behaviour: Behaviour) -> Table:
    """Hit rates for shoppers with tastes of their own, and for the customers whose orders come from shop/."""
    groups = {
        "simulated shoppers": [h for h in behaviour.happenings if h.shopper_id.startswith("S")],
        "customers of shop/": [h for h in behaviour.happenings if h.shopper_id.startswith("C")],
    }
    table = Table("hit rate@10 of the last purchase", "shoppers", "popularity", "category and brand")
    for name, happenings in groups.items():
        rates = hit_rates(behaviour.world, happenings)
        table.add_row(name, str(rates.shoppers), f"{rates.popularity:.3f}", f"{rates.preference:.3f}")
    return table


def _check_again(dialogues: list[dict[str, Any]], behaviour: Behaviour, seed: int) -> None:
    """A second run gives the same, and nothing of the tests is in it."""
    events, shoppers = len(behaviour.happenings), len(behaviour.tastes)
    again = simulate_behaviour(seed, events, shoppers)
    same = _checksum(again.happenings) == _checksum(behaviour.happenings)
    same = same and list(simulate_dialogues(seed, len(dialogues))) == dialogues
    console.print("A second run gave the same." if same else "A second run gave something else!")
    shared = kept_from_training(dialogues)
    console.print(f"Sentences of the tests that were said as well: {', '.join(sorted(shared)) or 'none'}")
    if shared or not same:
        raise typer.Exit(1)


def _checksum(happenings: list[Happening]) -> str:
    return hashlib.sha256(repr([h.as_row() for h in happenings]).encode()).hexdigest()


if __name__ == "__main__":
    typer.run(main)
