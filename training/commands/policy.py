"""``shopclerk train policy``: when a person should take over, and what was meant."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json

if TYPE_CHECKING:
    from training.policy.train import PolicyReport


def policy(
    state: State = HERE,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="TOML file with keys of training/configs/policy.toml.", exists=True),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="As [quick] of the configuration says.")] = False,
    json: JsonFile = None,
) -> None:
    """Learn from dialogues when a person should take over, and what was meant where the rules are not sure.

    It learns from the newest version of the training data or, without one, from dialogues/*.jsonl. The result
    is the live release with the new policy, as a release of its own that is not live before it is promoted.
    Some ten seconds a fold.
    """
    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from bot.logs import set_up_logs
    from bot.manifest import Recipe
    from bot.model_files import POLICY
    from bot.models import open_assistant, open_encoder
    from bot.settings import load_settings
    from training.policy.config import policy_config
    from training.policy.train import policy_metrics, train_policy
    from training.registry.following import tell_registry
    from training.releases import live_release_with
    from training.responder.assistant import training_dialogues

    how, settings = policy_config(config, quick=quick), load_settings(state)
    set_up_logs(settings.logs)
    with TemporaryDirectory() as made, Steps() as steps, translated_errors():
        steps.begin("Policy")
        report = train_policy(
            settings, open_assistant(settings), open_encoder(settings), training_dialogues(settings),
            Path(made), how, steps.advance,
        )  # fmt: skip
        steps.end(f"{report.dialogues:,} dialogues, {report.handed_over:,} of them handed over")
        recipe = Recipe(
            command="shopclerk train policy",
            counts={"dialogues_of_the_policy": report.dialogues},
            configurations={POLICY: how.model_dump(mode="json")},
        )
        release = live_release_with(settings, Path(made), policy_metrics(report), recipe)
        tell_registry(settings, [release.release_id], steps.warn)
    _show(report)
    typer.echo(
        f"Release {release.release_id} is made. Judge it with `shopclerk evaluate release`, and make it live"
        f" with `shopclerk release promote {release.release_id}`."
    )
    write_json(json, report)


def _show(report: PolicyReport) -> None:
    from rich.console import Console
    from rich.table import Table

    person, actions = report.person, report.actions
    table = Table("on held-out messages", "policy", "rules alone", box=None, header_style="dim")
    table.add_row(f"a person needed, {person.needed} of {person.messages}")
    table.add_row("  average precision", f"{person.average_precision:.3f}")
    table.add_row("  called from", _threshold(person.threshold))
    table.add_row("  calls", str(person.called), str(person.ruled_called))
    table.add_row("  right of these", f"{person.precision:.1%}", f"{person.ruled_precision:.1%}")
    table.add_row("  needed, called", f"{person.recall:.1%}", f"{person.ruled_recall:.1%}")
    table.add_row(f"right about {actions.messages}", f"{actions.accuracy:.1%}", f"{actions.understood:.1%}")
    unsure = (f"{actions.open_accuracy:.1%}", f"{actions.open_understood:.1%}")
    table.add_row(f"  {actions.open} that are unclear", *unsure)
    table.add_row("  acts without asking from", _threshold(actions.threshold))
    table.add_row("  acts", str(actions.acted))
    table.add_row("  right of these", f"{actions.precision:.1%}")
    console = Console()
    console.print(table)
    if None in (person.threshold, actions.threshold):
        console.print("never: on held-out dialogues no probability keeps to the precision that is asked for.")


def _threshold(value: float | None) -> str:
    return "never" if value is None else f"{value:.2f}"
