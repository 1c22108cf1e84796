"""Brings an installation up to date: database, encoder, release, indexes; does only what is not current."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, TypeVar

from bot.assistant_files import read_sources
from bot.decide.assistant import Assistant
from bot.errors import IndexBusy, NoDocuments, ReleaseError
from bot.knowledge.translate import translated_errors
from bot.manifest import Recipe
from bot.model_files import POLICY_FILE, ModelFiles, keep_recommender, live_folder, model_files
from bot.models import open_assistant, open_encoder, open_rerankers
from bot.names import shop_words
from bot.record.migrate import migrate
from bot.releases import Release, being_made, given_up, live_release, promote, seal
from bot.respond.local import DEFAULT_MODEL
from bot.settings import Settings
from bot.shop.order_forms import order_forms
from bot.starter import left_examples
from bot.understand.fitting import Report
from bot.understand.talks import TALKS, Talk, talks_for
from bot.understand.training import MOODS, as_metrics, gather, train_heads
from retrieval.documents.fit import fit_answers
from retrieval.documents.index import Bulk, DocumentIndex
from retrieval.documents.index import Report as IndexReport
from retrieval.encode import Encoder
from retrieval.products.index import ProductReport, build_products, products_usable

Built = TypeVar("Built")

HEADS_VERSION = "13"
"""Of the way heads are trained: a change trains them anew."""
USUAL = "75 to 85% is usual; if it is less, write more examples of the intents in nlu.yml, as shoppers write"
"""What to think of the share of examples that heads recognize which were trained without them."""
ROWS_NAMED = 5
"""Rows of the catalogue that are left out and named; the others are counted."""
BUSY_PAUSE = 0.5
"""Seconds between two looks at an index that another process is changing."""
IN_OTHER_HANDS = (
    "another process is changing them, those that are there serve; for what changed since it began, run:"
    " shopclerk prepare"
)


class Steps(Protocol):
    """Where progress is shown."""

    def begin(self, title: str) -> None:
        """A step begins."""

    def advance(self, done: int, total: int) -> None:
        """So much of it is done."""

    def tell(self, what: str, done: int, total: int) -> None:
        """The same of a step with parts."""

    def end(self, note: str) -> None:
        """It is done; what came of it."""

    def warn(self, text: str) -> None:
        """Something was left out."""


async def prepare(settings: Settings, steps: Steps, *, serving: bool = False) -> bool:
    """Do what is missing, in order; ``serving`` follows, so that what is there is kept rather than stop.
    Returns whether what was taught last is left to be learned while it serves.

    Raises: ConfigError for mistakes in the installation's files, ModelUnavailable, IndexUnavailable.
    """
    await asyncio.to_thread(read_sources, settings.state)  # nothing is made where there is no assistant
    settings.var.mkdir(parents=True, exist_ok=True)
    steps.begin("Database")
    applied = await migrate(settings.database_url)
    steps.end(f"{len(applied)} migrations applied" if applied else "up to date")
    return await asyncio.to_thread(prepare_models, settings, steps, serving=serving)


def prepare_models(settings: Settings, steps: Steps, *, serving: bool = False) -> bool:
    """Assistant, encoder, heads and indexes; blocks. Returns what ``prepare`` does."""
    steps.begin("Assistant")
    assistant = open_assistant(settings)
    own, flows = len(assistant.domain.intents), len(assistant.flows) - len(assistant.built_in)
    counts = f"{own} intents, {flows} flows, {len(assistant.built_in)} built in"
    steps.end(f"{counts}; {settings.shop.taken}, {order_forms(settings).told}")
    for example in left_examples(settings.state):
        steps.warn(str(example))
    steps.begin("Encoder")
    encoder = open_encoder(settings)
    steps.end(encoder.name)
    prepare_heads(settings, assistant, encoder, steps)
    later = prepare_documents(settings, encoder, steps, shared=True, serving=serving)
    prepare_products(settings, encoder, steps, shared=True)
    prepare_wording(settings, steps)
    return later


def prepare_heads(settings: Settings, assistant: Assistant, encoder: Encoder, steps: Steps) -> Release:
    """Train the heads unless the live release was trained on the same files; returns the live release."""
    steps.begin("Understanding")
    releases = settings.var / "releases"
    for left in given_up(releases):
        steps.warn(f"{left.name} never became a release and is removed")
        shutil.rmtree(left, ignore_errors=True)
    dialogues = sorted((settings.state / "dialogues").glob("*.jsonl"))
    wanted = data_hash(settings, encoder, dialogues, talks=bool(_talks(settings, assistant)))
    try:
        live = live_release(releases)
    except ReleaseError as error:
        steps.warn(f"The live release is damaged and is made again: {error.detail}")
        live = None
    if live is not None and live.manifest.data_hash == wanted:
        steps.end(f"release {live.release_id} is current")
        return live
    release, report = make_release(settings, assistant, encoder, steps.advance)
    told = f"of {report.examples:,} examples {report.accuracy:.0%} are understood without them ({USUAL})"
    steps.end(f"release {release.release_id}: {report.intents} intents; {told}")
    if settings.release.registry != "none":  # what can tell it is not installed where only serving is done
        steps.warn("The model registry does not know this release yet: shopclerk release sync")
    return release


def make_release(
    settings: Settings, assistant: Assistant, encoder: Encoder, progress: Callable[[int, int], None]
) -> tuple[Release, Report]:
    """Train the heads on the assistant's files and make them live; policy and recommender stay."""
    before = live_folder(settings)
    dialogues = sorted((settings.state / "dialogues").glob("*.jsonl"))
    examples = [(e.text, e.intent) for e in assistant.nlu.examples]
    talks = _talks(settings, assistant)
    texts = gather(examples, dialogues, assistant.topics, shop_words(settings), talks)
    wanted = data_hash(settings, encoder, dialogues, talks=bool(talks))
    with being_made(settings.var / "releases") as folder:
        report = train_heads(texts, encoder, folder, progress)
        if before and (before / POLICY_FILE).exists():
            shutil.copyfile(before / POLICY_FILE, folder / POLICY_FILE)
        keep_recommender(before, folder)
        counts = {"examples": report.examples, "intents": report.intents, "moods": len(texts.moods)}
        release = seal(
            folder,
            data_hash=wanted,
            base_model=encoder.name,
            metrics=as_metrics(report),
            recipe=Recipe(command="shopclerk prepare", counts=counts),
        )
    promote(release)
    return release, report


def _talks(settings: Settings, assistant: Assistant) -> tuple[Talk, ...]:
    """Of other shops, that the assistant learns from."""
    return talks_for(settings.understand.talks, [(e.text, e.intent) for e in assistant.nlu.examples])


def data_hash(settings: Settings, encoder: Encoder, dialogues: Iterable[Path], *, talks: bool) -> str:
    """Identifies everything that the heads are trained on; ``talks``: whether those of other shops are."""
    digest = hashlib.sha256(f"{HEADS_VERSION} {encoder.name}".encode())
    for name, text in sorted(read_sources(settings.state).items()):
        if "nlu:" in text:
            digest.update(f"\0{name}\0{text}".encode())
    for path in (MOODS, *((TALKS,) if talks else ()), *dialogues):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def document_index(
    settings: Settings, encoder: Encoder, bulk: Bulk | None = None, files: ModelFiles | None = None
) -> DocumentIndex:
    """The document index of an installation, ready to build; ``bulk`` encodes in the encoder's place;
    ``files``: of the models that it is made with, by default those of the live release."""
    files = files or model_files(settings)
    return DocumentIndex(
        files.index / "documents",
        settings.state / "documents",
        encoder,
        answers=settings.state / "answers.yml",
        fit=fit_answers(settings.state, encoder, open_rerankers(settings, files)),
        bulk=bulk,
        vectors=settings.vectors,
    )


def prepare_documents(
    settings: Settings,
    encoder: Encoder,
    steps: Steps,
    files: ModelFiles | None = None,
    *,
    shared: bool = False,
    serving: bool = False,
) -> bool:
    """Bring the document index to the state of the folder; a document that cannot be read is reported.
    ``shared``: other processes may be doing the same (``_built``).

    Returns whether all that has changed is what was taught, and is left to be learned: by who is about to
    serve. It may take minutes, and the index serves meanwhile.

    Raises: NoDocuments, unless what there is can serve and is about to (``serving``); what ``_built`` raises.
    """
    steps.begin("Documents")
    index = document_index(settings, encoder, files=files)

    def build() -> IndexReport:
        return index.build(progress=steps.tell)

    if serving and _lacks_lessons(index):
        steps.end("what was taught last is learned while they serve")
        return True
    try:
        report = _built(build, index.usable, steps, shared=shared)
    except NoDocuments as error:
        if not (serving and index.usable()):
            raise
        steps.warn(f"{error.told_operator} ({error.code})")
        steps.end("those of before serve")
        return False
    if report is None:
        steps.end(IN_OTHER_HANDS)
        return False
    for document, reason in report.failed.items():
        steps.warn(f"{document} is left out: {reason}")
    for document, parts in report.left_out.items():
        steps.warn(f"left out of {document}: {'; '.join(dict.fromkeys(parts))}")
    changed = len(report.added) + len(report.changed) + len(report.removed)
    unchanged = "learned anew" if report.renewed else "up to date"
    steps.end(f"{report.passages} passages, {f'{changed} documents changed' if changed else unchanged}")
    return False


def _lacks_lessons(index: DocumentIndex) -> bool:
    with translated_errors():
        return index.lacks_lessons()


def prepare_products(
    settings: Settings,
    encoder: Encoder,
    steps: Steps,
    files: ModelFiles | None = None,
    *,
    shared: bool = False,
) -> None:
    """Bring the product index to the state of the catalogue; a bad row is reported. ``shared``: as above."""
    steps.begin("Products")
    root, currency = (files or model_files(settings)).index / "products", settings.shop.currency

    def build() -> ProductReport:
        catalogue = settings.state / "catalogue.csv"
        return build_products(catalogue, root, encoder, currency=currency, progress=steps.advance)

    report = _built(build, lambda: products_usable(root, encoder), steps, shared=shared)
    if report is None:
        steps.end(IN_OTHER_HANDS)
        return
    _warn_of(report, steps)
    steps.end(f"{report.products} products, {report.variants} variants")


def _warn_of(report: ProductReport, steps: Steps) -> None:
    """Name the first rows of a catalogue that are left out, count the others, and say where none stays."""
    for problem in report.problems[:ROWS_NAMED]:
        steps.warn(str(problem))
    codes = Counter(problem.code for problem in report.problems[ROWS_NAMED:])
    if codes:
        told = ", ".join(f"{count} {code}" for code, count in codes.most_common())
        steps.warn(
            f"catalogue.csv: {codes.total()} more rows are left out ({told}). shopclerk check names them."
        )
    if report.problems and not report.products:
        steps.warn("No row of catalogue.csv can be used, so the shop has nothing to show.")


def _built(
    build: Callable[[], Built], usable: Callable[[], bool], steps: Steps, *, shared: bool
) -> Built | None:
    """What ``build`` reports. While another process is changing a ``shared`` index, what is there serves, and
    None is returned; where it cannot serve, this waits for the other process, and says so.

    Raises: IndexUnavailable; IndexBusy for an index that is not ``shared``.
    """
    waiting = False
    while True:
        try:
            with translated_errors():
                return build()
        except IndexBusy:
            if not shared:
                raise
            if usable():
                return None
            if not waiting:
                steps.warn("Another process is building what is not there yet. Waiting for it.")
            waiting = True
            time.sleep(BUSY_PAUSE)


def prepare_wording(settings: Settings, steps: Steps, files: ModelFiles | None = None) -> None:
    """Convert the local language model, where one is to word the answers.

    Raises: ModelUnavailable.
    """
    if settings.wording.mode != "local":
        return
    from bot.respond.convert import convert

    steps.begin("Wording")
    model = (files or model_files(settings)).responder
    done = convert(model, settings.var / "models")
    name = model or DEFAULT_MODEL
    steps.end(f"{name} converted" if done else f"{name} is current")
