"""``evaluate recommender``: methods of recommending on anybody's interactions, in one run, full ranking.

Parameters, the epoch of the sequence model, the blend and the best method are chosen on the validation part.
The test part is looked at once, when all is chosen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from retrieval.recommend.interactions import Interactions
from retrieval.recommend.sources.blend import Blend
from retrieval.recommend.sources.port import Scores, Source
from training.config import Space
from training.machine import forget_peak_memory, recent_peak_memory_mb
from training.recommender import methods
from training.recommender.methods import BLEND, LIGHT, SEQUENCE, Choice
from training.recommender.metrics import character, interval, judged, lists_of, quality
from training.recommender.sequence import SequenceConfig, train_sequence
from training.recommender.splits import Protocol, Split, split
from training.search import Values

METHODS = (*LIGHT, SEQUENCE, BLEND)
FIGURES = ("hr@10", "ndcg@10", "recall@10", "mrr@10", "coverage", "novelty", "popularity_bias")
COSTS = ("seconds", "memory_mb")
Progress = Callable[[str, int, int], None]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a method on the test part: see ``training.recommender.metrics``.

    ``interval`` is of NDCG@10 over shoppers, 95 %. ``valid_ndcg`` is on the validation part, of the
    ``parameters`` that were chosen there. ``seconds``: choosing, fitting and ranking; ``memory_mb``: the most
    that the process used meanwhile beyond what it held before.
    """

    method: str
    hr_10: float = msgspec.field(name="hr@10")
    ndcg_10: float = msgspec.field(name="ndcg@10")
    recall_10: float = msgspec.field(name="recall@10")
    mrr_10: float = msgspec.field(name="mrr@10")
    coverage: float
    novelty: float
    popularity_bias: float
    interval: tuple[float, float]
    valid_ndcg: float
    parameters: Values
    seconds: float
    memory_mb: float


class Data(msgspec.Struct, frozen=True, kw_only=True):
    """What was evaluated on. ``shoppers`` are those of the test part, with a history and something right."""

    protocol: str
    seed: int
    known_items: str
    users: int
    items: int
    interactions: int
    learned_from: int
    shoppers: int


Report = dict[str, Row | Data]
"""A row a method and ``best``, with what was evaluated on as ``data``."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How it is done. ``spaces`` are what is tried of each light method; ``work`` is for files of the run."""

    protocol: Protocol
    spaces: Mapping[str, Space]
    sequence: SequenceConfig
    work: Path
    methods: Collection[str] = METHODS
    trials: int = 20
    seed: int = 2020
    keep_known: bool = False


class Candidate(msgspec.Struct, kw_only=True):
    """A method on its way: what was chosen, its scores for the validation part, itself as it is tested."""

    choice: Choice
    valid: Scores
    source: Source
    seconds: float = 0.0
    memory_mb: float = 0.0


def evaluate_recommender(interactions: Interactions, plan: Plan, tell: Progress) -> Report:
    """Raises: ValueError where the interactions cannot be divided so."""
    made = split(interactions, plan.protocol, seed=plan.seed, keep_known=plan.keep_known)
    parts = methods.for_choosing(made)
    found: dict[str, Candidate] = {}
    for name in METHODS:
        if name in plan.methods and methods.feasible(name, interactions):
            with _measured(found, name):
                candidate = _candidate(name, parts, plan, found, tell)
                if candidate is not None:
                    found[name] = candidate
    rows: dict[str, Row] = {}
    for name, one in found.items():
        with _measured(found, name):
            rows[name] = _row(name, one, made, partial(tell, f"Ranking by {name}"))
        rows[name] = msgspec.structs.replace(
            rows[name], seconds=round(one.seconds, 1), memory_mb=round(one.memory_mb)
        )
    best = max(found, key=lambda name: found[name].choice.quality)
    return {"data": _data(interactions, made, plan), **rows, "best": rows[best]}


def _candidate(
    name: str, parts: Split, plan: Plan, found: Mapping[str, Candidate], tell: Progress
) -> Candidate | None:
    """A method with what was chosen, fitted for the test; None for a blend of fewer than two."""
    if name == SEQUENCE:
        return _sequence(parts, plan, tell)
    if name == BLEND:
        return _blend(parts, found, tell) if len(found) > 1 else None
    title = f"Choosing {name}"
    choice = methods.choose(
        name, plan.spaces[name], parts, trials=plan.trials, seed=plan.seed,
        tell=lambda done, total: tell(title, done, total),
    )  # fmt: skip
    first = methods.fit(name, parts.train, choice.values)
    source = first if parts.final is parts.train else methods.fit(name, parts.final, choice.values)
    return Candidate(choice=choice, valid=methods.scores(first, parts.valid), source=source)


def _sequence(parts: Split, plan: Plan, tell: Progress) -> Candidate:
    """Trained until it gets no better on the validation part; anew for as many epochs where the test has more
    to learn from."""
    first = train_sequence(
        parts.train, plan.sequence, plan.work / "choosing", lambda d, t: tell("Training sequence", d, t),
        judged=(parts.valid.histories, lambda scores: quality(scores, parts.valid)),
    )  # fmt: skip
    source = chosen = first.saved(plan.work / SEQUENCE)
    if parts.final is not parts.train:
        config = plan.sequence.model_copy(update={"epochs": first.epochs})
        again = train_sequence(
            parts.final, config, plan.work / "final", lambda d, t: tell("Training sequence again", d, t)
        )
        source = again.saved(plan.work / f"{SEQUENCE}-final")
    scores = methods.scores(chosen, parts.valid)
    choice = Choice({"epochs": first.epochs}, quality(scores, parts.valid))
    return Candidate(choice=choice, valid=scores, source=source)


def _blend(parts: Split, found: Mapping[str, Candidate], tell: Progress) -> Candidate:
    choice = methods.blended(
        {name: one.valid for name, one in found.items()}, parts.valid,
        lambda done, total: tell("Blending", done, total),
    )  # fmt: skip
    weights = {name: float(weight) for name, weight in choice.values.items()}
    source = Blend({name: one.source for name, one in found.items()}, weights)
    return Candidate(choice=choice, valid=next(iter(found.values())).valid, source=source)


def _row(name: str, one: Candidate, made: Split, tell: Callable[[int, int], None]) -> Row:
    lists = lists_of(one.source, made.test, tell)
    figures = judged(lists, made.test)
    means = {key.replace("@", "_"): round(float(values.mean()), 4) for key, values in figures.items()}
    low, high = interval(figures["ndcg@10"])
    kinds = character(lists, made.final, made.test.histories)._asdict()
    return Row(
        method=name,
        **means,
        **{key: round(value, 4) for key, value in kinds.items()},
        interval=(round(low, 4), round(high, 4)),
        valid_ndcg=round(one.choice.quality, 4),
        parameters=one.choice.values,
        seconds=0.0,
        memory_mb=0.0,
    )


def _data(interactions: Interactions, made: Split, plan: Plan) -> Data:
    return Data(
        protocol=plan.protocol,
        seed=plan.seed,
        known_items="kept in the ranking" if plan.keep_known else "left out of the ranking",
        users=len(interactions.users),
        items=len(interactions.items),
        interactions=len(interactions),
        learned_from=len(made.final),
        shoppers=len(made.test),
    )


@contextmanager
def _measured(found: Mapping[str, Candidate], name: str) -> Iterator[None]:
    """Add what is done here to the costs of a method."""
    forget_peak_memory()
    held, started = recent_peak_memory_mb(), time.perf_counter()
    yield
    if name in found:
        one = found[name]
        one.seconds += time.perf_counter() - started
        one.memory_mb = max(one.memory_mb, recent_peak_memory_mb() - held)
