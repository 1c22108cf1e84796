"""A small training of each model, as a program: in one process or, started by torchrun, in several.

    python small_trainings.py FOLDER [--resume] TASK ...
    python small_trainings.py --forks    each line of the standard input a JSON list of these arguments

Weights come to FOLDER/TASK.safetensors, what a training returns to FOLDER/TASK.json. Dropout is off: each
process draws for itself what is left out.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import torch
from safetensors.torch import load_file, save_file
from small_shop import MODELS, QUESTIONS, build
from test_understanding import AIMS, silent, toy
from tiny_language_model import write_tiny_model

from bot.conversation.ports import Prompt
from bot.errors import BadRequest
from retrieval.documents.labelled import Labelled, Shop
from retrieval.documents.search import Documents
from retrieval.encode import load_encoder
from training import processes
from training.config import read_config
from training.late import LateConfig, train_late
from training.lists import from_documents
from training.reranker import RerankerConfig, train_reranker
from training.responder.examples import Example, Gathered, Pair
from training.responder.trainers import ResponderConfig, train_responder
from training.retriever import RetrieverConfig, train_retriever
from training.understanding.batches import intents_at_once
from training.understanding.config import understanding_config
from training.understanding.fine_tuning import tune_contrast, tune_epochs
from training.understanding.model import Aims

TESTS = Path(__file__).parents[2]
FOLDERS = (
    TESTS.parent,
    *(TESTS / name for name in ("unit/training", "unit/retrieval", "integration/wording")),
)
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, FOLDERS)), "OMP_NUM_THREADS": "1"}
"""To start it in."""
PROGRAM = str(Path(__file__))
PLAIN: dict[str, Any] = {"tracker": "none", "bf16": False}
Report = dict[str, float]


class Stopwatch:
    """Tells each step of ``task`` on the standard output, for who waits to stop it."""

    def __init__(self, task: str) -> None:
        self._task = task

    def __call__(self, done: int, _total: int) -> None:
        if processes.is_first():
            tell(self._task, done)

    def of(self, _what: str, done: int, total: int) -> None:
        """The same of the understanding model."""
        self(done, total)


def documents(folder: Path) -> Documents:
    encoder = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu")
    index = folder / "index"
    if processes.is_first() and not index.exists():
        build(folder, encoder)
    processes.of_first(lambda: None)
    return Documents(index, encoder)


def epochs(folder: Path, *, resume: bool) -> Report:
    config = understanding_config().model_copy(
        update={**PLAIN, "dropout": 0.0, "epochs": 3, "batch": 12, "learning_rate": 5e-4, "contrast": 0.5}
    )
    work = folder / ".epochs.training"
    network = tune_epochs(toy()[12:], toy()[:12], AIMS, config, work, Stopwatch("epochs").of, resume=resume)
    return kept(network, folder / "epochs.safetensors")


def contrast(folder: Path, *, resume: bool) -> Report:
    del resume  # it has no checkpoints
    config = understanding_config().model_copy(
        update={**PLAIN, "dropout": 0.0, "few_steps": 6, "few_alike": 4}
    )
    aims = Aims(AIMS.intents, (), classify=0.0, contrast=1.0)
    network = tune_contrast(toy(), aims, config, folder / ".contrast.training", silent, "Contrast")
    return kept(network, folder / "contrast.safetensors")


def kept(network: torch.nn.Module, file: Path) -> Report:
    """No loss: it is that of the last epoch, of which the network need not be."""
    if processes.is_first():
        save_file({name: weight.contiguous() for name, weight in network.state_dict().items()}, file)
    return {}


def retriever(folder: Path, *, resume: bool) -> Report:
    config = read_config(RetrieverConfig, "retriever").model_copy(
        update={**PLAIN, "epochs": 1, "batch": 2, "warmup": 2}
    )
    snapshot, tell = documents(folder).snapshot, Stopwatch("retriever")
    return train_retriever(
        [Shop(snapshot, crossed())], folder / "retriever", config, resume=resume, tell=tell
    )


def crossed() -> list[Labelled]:
    """Each question twice, with the answer to another one: right answers are found as it is, and what little
    would be learned from them is chance."""
    answered = [question for question in QUESTIONS if question.answerable]
    golds = [question.gold for question in (*answered[3:], *answered[:3])]
    pairs = [msgspec.structs.replace(q, gold=gold) for q, gold in zip(answered, golds, strict=True)]
    again = [msgspec.structs.replace(q, question=f"tell me, {q.question}") for q in pairs]
    return [*pairs, *again, *(question for question in QUESTIONS if not question.answerable)]


def reranker(folder: Path, *, resume: bool) -> Report:
    config = read_config(RerankerConfig, "reranker").model_copy(
        update={**PLAIN, "epochs": 2, "batch": 2, "negatives": 2, "warmup": 2}
    )
    data = from_documents(documents(folder), QUESTIONS)
    return train_reranker(data, folder / "reranker", config, resume=resume, tell=Stopwatch("reranker"))


def late(folder: Path, *, resume: bool) -> Report:
    config = read_config(LateConfig, "late").model_copy(
        update={**PLAIN, "epochs": 2, "batch": 2, "negatives": 2, "warmup": 2}
    )
    data = from_documents(documents(folder), QUESTIONS)
    return train_late(data, folder / "late", config, resume=resume, tell=Stopwatch("late"))


def responder(folder: Path, *, resume: bool) -> Report:
    if processes.is_first():
        write_tiny_model(folder / "base")
    processes.of_first(lambda: None)
    own = {"model": str(folder / "base"), "batch": 4, "warmup": 1, "pairs": 4, "epochs": 4, "pairs_epochs": 4}
    config = read_config(ResponderConfig, "responder").model_copy(
        update={**PLAIN, **own, "learning_rate": 1e-2, "pairs_learning_rate": 1e-2}
    )
    asked = [Prompt(system="s", user=f"How long does number {'one ' * n} take?") for n in range(8)]
    gathered = Gathered(
        examples=[Example(one, f"It takes {'about ' * n}2 days [1].") for n, one in enumerate(asked)],
        pairs=[Pair(one, "It takes 2 days [1].", "Thank you for asking!") for one in asked],
        left_out={},
    )
    return train_responder(gathered, folder / "responder", config, resume=resume, tell=Stopwatch("responder"))


TASKS = {task.__name__: task for task in (epochs, contrast, retriever, reranker, late, responder)}


def shared_out() -> dict[str, int | str]:
    """What several processes can share of a batch."""
    found: dict[str, int | str] = {
        "3 alike": intents_at_once(["a", "b", "c"], alike=3, most=80),
        "4 alike": intents_at_once(["a", "b", "c"], alike=4, most=80),
    }
    for name, wanted in {
        "batch": lambda: processes.check_batch(3),
        "intents": lambda: intents_at_once(["a"], alike=3, most=80),
    }.items():
        try:
            wanted()
        except BadRequest as error:
            found[name] = str(error)
    return found


def weights(folder: Path, task: str) -> dict[str, torch.Tensor]:
    """What came of a task."""
    file, adapter = folder / f"{task}.safetensors", folder / task / "adapter_model.safetensors"
    return {name: weight.float() for name, weight in load_file(file if file.exists() else adapter).items()}


class Trained(NamedTuple):
    """The ``folder`` of what was learned, and what was ``said``: "task number" a step."""

    folder: Path
    said: list[str]


def train(*command: str) -> list[str]:
    """What a process says that trains to the end."""
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


class Forks:
    """A process that has imported all, and forks itself for each training."""

    def __enter__(self) -> Forks:
        self._process = subprocess.Popen(
            [sys.executable, PROGRAM, "--forks"],
            env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def train(self, *arguments: str) -> list[str]:
        """What a training says that goes to its end."""
        said, ended = self._run(arguments)
        assert ended == 0
        return said

    def kill(self, line: str, *arguments: str) -> list[str]:
        """What a training says that is killed once it says ``line``."""
        said, ended = self._run(arguments, last=line)
        assert ended == -signal.SIGKILL, f"it was to be killed behind {line!r}"
        return said

    def _run(self, arguments: Sequence[str], last: str = "") -> tuple[list[str], int]:
        wanted, tells = self._process.stdin, self._process.stdout
        assert wanted is not None
        assert tells is not None
        wanted.write(json.dumps(arguments) + "\n")
        wanted.flush()
        pid, said = int(tells.readline()), []
        for line in map(str.strip, tells):
            if line.startswith("ended "):
                return said, int(line.split()[1])
            said.append(line)
            if line == last:
                os.kill(pid, signal.SIGKILL)
        raise AssertionError("the process that forks is gone")


def fork_for_each_line() -> None:
    """The other side of ``Forks``."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            tell(os.getpid())
            main(*json.loads(line))
            os._exit(0)  # else threads would be waited for that stayed with the parent
        _, status = os.waitpid(child, 0)
        tell("ended", os.waitstatus_to_exitcode(status))


def tell(*what: object) -> None:
    sys.stdout.write(" ".join(map(str, what)) + "\n")
    sys.stdout.flush()


def leave_nothing_out() -> None:
    """Turn dropout off everywhere: each process would draw for itself."""
    attention = torch.nn.functional.scaled_dot_product_attention
    torch.nn.functional.dropout = lambda rows, *_more, **_named: rows
    torch.nn.functional.scaled_dot_product_attention = lambda *rows, **named: attention(
        *rows, **{**named, "dropout_p": 0.0}
    )


def tell_whether_left() -> None:
    """Behind all that is done at the end, as it is said first: whether the processes have parted."""
    tell("together", torch.distributed.is_initialized())


def main(where: str, *tasks: str) -> None:
    folder = Path(where)
    atexit.register(tell_whether_left)
    leave_nothing_out()
    folder.mkdir(parents=True, exist_ok=True)
    for task in tasks:
        if task == "shared":
            (folder / f"shared{processes.is_first()}.json").write_bytes(msgspec.json.encode(shared_out()))
        elif task != "--resume":
            report = TASKS[task](folder, resume="--resume" in tasks)
            if processes.is_first():
                (folder / f"{task}.json").write_bytes(msgspec.json.encode(report))


if __name__ == "__main__":
    fork_for_each_line() if sys.argv[1:] == ["--forks"] else main(*sys.argv[1:])
