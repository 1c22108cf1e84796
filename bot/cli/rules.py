"""``shopclerk rules``: the shop's rules for what is shown, and what each names today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.options import HERE, JsonFile, State, write_json

if TYPE_CHECKING:
    from retrieval.products.rules import Rule, Rules
    from retrieval.types import Product

NAMED = 3
"""Products of a rule that are named."""


def command(state: State = HERE, json: JsonFile = None) -> None:
    """List the rules of rules.yml with how many products each names today, or say which cannot be read.

    A running server takes a change over within a second; a file that cannot be read changes nothing.
    """
    from bot.knowledge.translate import translated_errors
    from bot.settings import load_settings
    from retrieval.products.rows import read_catalogue
    from retrieval.products.rule_book import RULES, load_rules

    settings = load_settings(state)
    with translated_errors():
        rules = load_rules(settings.state / RULES)
        products = read_catalogue(settings.state / "catalogue.csv").products
    write_json(
        json,
        [
            {"effect": rule.effect, "note": rule.note, "in_force": rule.in_force(rules.day),
             "products": [products[place].product_id for place in rules.selected(rule, products)]}
            for rule in rules.rules
        ],
    )  # fmt: skip
    _show(rules, products)


def _show(rules: Rules, products: tuple[Product, ...]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    if not rules.rules:
        console.print("There are no rules. Write some into rules.yml (docs/recommend-rules.md).")
        return
    table = Table("rule", "products", "such as", "when", box=None, header_style="dim")
    for rule in rules.rules:
        named = [products[place] for place in rules.selected(rule, products)]
        some = ", ".join(product.title for product in named[:NAMED])
        style = "" if rule.in_force(rules.day) and named else "dim"
        table.add_row(rule.effect, str(len(named)), escape(some), _when(rule, rules), style=style)
    console.print(table)


def _when(rule: Rule, rules: Rules) -> str:
    """In words: "always", "until 2027-01-31, lists of tents"."""
    from retrieval.products.rules import FIRST, LAST

    parts = [
        f"from {rule.first}" if rule.first != FIRST else "",
        f"until {rule.last}" if rule.last != LAST else "",
        f"lists of {', '.join(rule.lists_of)}" if rule.lists_of else "",
        "not today" if not rule.in_force(rules.day) else "",
    ]
    return ", ".join(part for part in parts if part) or "always"
