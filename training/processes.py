"""Training in several processes, one a GPU or a processor, as torchrun and accelerate start them.

The Trainer gives each process its part of every batch, and averages their gradients. What else it takes is
here: the first process alone writes, the others wait for what it wrote, and a loss over a batch is that of
the whole batch. With one process all this does nothing.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar

import torch
from accelerate import PartialState
from accelerate.utils import broadcast_object_list
from accelerate.utils.environment import parse_flag_from_env
from sentence_transformers.util import all_gather

from bot.errors import BadRequest

LONGEST = timedelta(hours=12)
"""That the others wait for the first one, which gathers examples and exports models by itself."""
Made = TypeVar("Made")


def count() -> int:
    """How many processes train together."""
    found: int = _state().num_processes
    return found


def is_first() -> bool:
    """Whether this is the process that writes."""
    first: bool = _state().is_main_process
    return first


def of_first(make: Callable[[], Made]) -> Made:
    """What the first process makes, in each of them; the others wait for it. It can be pickled."""
    if count() == 1:
        return make()
    made: list[Any] = [make() if is_first() else None]
    broadcast_object_list(made)
    found: Made = made[0]
    return found


def check_batch(batch: int) -> None:
    """Raises: BadRequest for a batch that cannot be shared out evenly."""
    if batch % count():
        raise BadRequest(
            f"A batch of {batch} cannot be shared out among {count()} processes: set the key batch to a"
            f" multiple of {count()}, in a file for --config, or start another number of processes."
        )


def whole_batch(rows: torch.Tensor) -> torch.Tensor:
    """The rows (b, ...) of all processes behind each other; gradients flow back to where a row came from."""
    if count() == 1:
        return rows
    gathered: torch.Tensor = all_gather(rows, with_grad=rows.requires_grad)
    return gathered


def mean_of_batch(total: torch.Tensor, number: torch.Tensor) -> torch.Tensor:
    """The share of this process in a mean over the whole batch, ``total`` and ``number`` (,) being the sum
    and the count of its own part: the mean of the shares, and of their gradients, is that of the batch."""
    return total * count() / whole_batch(number.reshape(1)).sum().clamp(min=1)


def _state() -> PartialState:
    cpu = not torch.cuda.is_available() or bool(parse_flag_from_env("ACCELERATE_USE_CPU"))
    state = PartialState(cpu=cpu, timeout=LONGEST)
    if state.num_processes > 1:
        _leave_at_exit()
    return state


@cache
def _leave_at_exit() -> None:
    """Once: the group of processes is taken apart before the interpreter is. Its threads would else be
    running still, which now and then ends a training that is done with an abort."""
    atexit.register(_leave)


def _leave() -> None:
    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()
