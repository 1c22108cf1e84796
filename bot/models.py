"""The models and indexes of an installation, opened from its files: what takes time to load and knows nothing
of the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace

from msgspec import MsgspecError
from threadpoolctl import threadpool_limits

from bot.assistant_files import document_ids, read_sources
from bot.decide.assistant import Assistant, load_assistant
from bot.decide.policy import Policy, read_policy
from bot.errors import ModelUnavailable
from bot.knowledge.translate import translated_errors
from bot.model_files import POLICY_FILE, RECOMMENDER, UNDERSTANDING, ModelFiles, model_files
from bot.releases import Release, live_release
from bot.respond.local import LocalModel, local_name
from bot.settings import Settings
from bot.shop.folder import FolderShop
from bot.understand.heads import load_heads
from bot.understand.language import LanguageDetector
from bot.understand.tuned import UnderstandingModel, open_understanding
from retrieval.bulk import EncoderSource, RayBulk
from retrieval.documents.answer import Answerer
from retrieval.documents.manifest import read_manifest
from retrieval.documents.search import Documents
from retrieval.encode import Encoder, gpu_present, load_encoder
from retrieval.errors import RetrievalError
from retrieval.generations import Generations
from retrieval.products.products import Products
from retrieval.products.rule_book import RULES, RuleBook
from retrieval.recommend.hybrid import HybridRecommender
from retrieval.recommend.port import Recommender
from retrieval.recommend.ranking.model import read_model
from retrieval.recommend.simple import SimpleRecommender
from retrieval.rerank import Rerankers, load_rerankers


@dataclass(frozen=True)
class Models:
    """What takes time to load and knows nothing of the database. ``files``: where the models came from;
    ``policy``: what was learned of when a person is needed, where the release has it; ``writer``: the local
    language model, where one words the answers; ``popular`` recommends where ``recommender`` fails."""

    files: ModelFiles
    assistant: Assistant
    release: Release
    encoder: Encoder
    rerankers: Rerankers
    understanding: UnderstandingModel
    policy: Policy | None
    writer: LocalModel | None
    languages: LanguageDetector
    documents: Documents
    products: Products
    recommender: Recommender
    popular: SimpleRecommender
    shop: FolderShop


def load_models(settings: Settings, before: Models | None = None) -> Models:
    """Load assistant, models and indexes of the live release: blocks for seconds, so never on the loop.
    What ``before`` has already is not loaded again.

    Raises: ConfigError, ReleaseError, ModelUnavailable, IndexUnavailable.
    """
    release = live_release(settings.var / "releases")
    if release is None:
        raise ModelUnavailable(detail="No release is live. Run: shopclerk prepare")
    with translated_errors():
        return _load(settings, release, before)


def _load(settings: Settings, release: Release, before: Models | None) -> Models:
    files = model_files(settings, release.path)
    assistant = open_assistant(settings)
    same = before is not None and replace(before.files, responder=files.responder) == files
    encoder = before.encoder if before is not None and same else open_encoder(settings, files)
    understanding, policy = open_understanding_of(settings, release, encoder), open_policy(release)
    writer = before.writer if before is not None and before.files.responder == files.responder else None
    writer = writer or open_writer(settings, files)
    if before is not None and same:
        return replace(
            before,
            files=files,
            release=release,
            assistant=assistant,
            understanding=understanding,
            policy=policy,
            writer=writer,
            recommender=_recommender(settings, release, before.popular, before.products, encoder),
        )
    products = open_products(settings, encoder, files)
    shop = before.shop if before else FolderShop.of(settings)
    popular = SimpleRecommender(products, shop.sales())
    return Models(
        files=files,
        assistant=assistant,
        release=release,
        encoder=encoder,
        rerankers=open_rerankers(settings, files),
        understanding=understanding,
        policy=policy,
        writer=writer,
        languages=LanguageDetector(frozenset(settings.understand.languages)),
        documents=open_documents(settings, encoder, files),
        products=products,
        recommender=_recommender(settings, release, popular, products, encoder),
        popular=popular,
        shop=shop,
    )


def open_products(settings: Settings, encoder: Encoder, files: ModelFiles) -> Products:
    """The products of an installation, loaded.

    Raises: RetrievalError.
    """
    products = Products(
        settings.state / "catalogue.csv",
        files.index / "products",
        encoder,
        RuleBook(settings.state / RULES),
        updates=settings.updates_file,
    )
    products.load()
    return products


def _recommender(
    settings: Settings, release: Release, simple: SimpleRecommender, products: Products, encoder: Encoder
) -> Recommender:
    """``simple`` alone where another process recommends."""
    return simple if settings.recommend.url else open_recommender(release, simple, products, encoder)


def open_recommender(
    release: Release, simple: SimpleRecommender, products: Products, encoder: Encoder
) -> Recommender:
    """The recommender of a release, in whichever process it runs: a learned one where it has that, else
    ``simple``, by the figures of past orders.

    Raises: ModelUnavailable.
    """
    folder = release.path / RECOMMENDER
    if not folder.is_dir():
        return simple
    with translated_errors():
        model = read_model(folder)
    return HybridRecommender(products, simple, model, encoder, model_id=release.release_id)


def open_understanding_of(settings: Settings, release: Release, encoder: Encoder) -> UnderstandingModel:
    """The understanding model of a release: one of its own, else its heads on the encoder's features.

    Raises: ModelUnavailable.
    """
    own = release.path / UNDERSTANDING
    if own.is_dir():
        return open_understanding(own, settings.var / "models", encoder)
    return UnderstandingModel(encoder, load_heads(release.path), None)


def open_policy(release: Release) -> Policy | None:
    """The policy of a release, None where it has none.

    Raises: ModelUnavailable.
    """
    file = release.path / POLICY_FILE
    if not file.exists():
        return None
    try:
        return read_policy(file.read_bytes())
    except (OSError, MsgspecError) as error:
        detail = f"{file} cannot be read ({error}). Run: shopclerk train policy"
        raise ModelUnavailable(detail=detail) from error


def model_threads(count: int) -> ThreadPoolExecutor:
    """Threads for models and indexes, each of which does its linear algebra alone: helpers that BLAS and
    OpenMP start wait actively for each other, which under load took half of the processor's time."""
    return ThreadPoolExecutor(count, "models", initializer=threadpool_limits, initargs=(1,))


def open_assistant(settings: Settings) -> Assistant:
    """The assistant of the installation's files. Where there are no documents, those that are served still
    are its sources: a disk that is not mounted spoils no approved answer, and ``NoDocuments`` tells of it.

    Raises: AssistantError with file, line and hint.
    """
    documents = document_ids(settings.state) or _served(settings)
    return load_assistant(read_sources(settings.state), documents=documents)


def _served(settings: Settings) -> frozenset[str]:
    """The ids of the documents that are in the index; none where that cannot be read."""
    generations = Generations(model_files(settings).index / "documents")
    with suppress(RetrievalError):
        return frozenset(read_manifest(generations.folder(generations.current())).documents)
    return frozenset()


def open_encoder(settings: Settings, files: ModelFiles | None = None) -> Encoder:
    """The encoder that the settings name, with the adapter of ``files``, by default of the live release.

    Raises: ModelUnavailable.
    """
    understand = settings.understand
    with translated_errors():
        adapter = (files or model_files(settings)).encoder
        return load_encoder(understand.encoder, settings.var / "models", understand.device, adapter=adapter)


def open_bulk(settings: Settings, workers: int, address: str = "") -> RayBulk:
    """Encodes many texts on the workers of a Ray cluster, each with a GPU of its own where there are any."""
    understand = settings.understand
    source = EncoderSource(
        name=understand.encoder,
        models=settings.var / "models",
        device=understand.device,
        adapter=model_files(settings).encoder,
    )
    on_gpus = understand.device != "cpu" and gpu_present()
    return RayBulk(source, workers=workers, address=address, gpus=1 if on_gpus else 0)


def open_rerankers(settings: Settings, files: ModelFiles | None = None) -> Rerankers:
    """The re-rankers of ``files``, by default of the live release, loaded.

    Raises: ModelUnavailable.
    """
    with translated_errors():
        files = files or model_files(settings)
        return load_rerankers(settings.var / "models", late=files.late, cross=files.reranker)


def open_writer(settings: Settings, files: ModelFiles) -> LocalModel | None:
    """The local language model of ``files``, loaded; None where none words the answers. One that nobody uses
    any more gives back its memory and its thread by itself.

    Raises: ModelUnavailable.
    """
    wording = settings.wording
    if wording.mode != "local":
        return None
    folder = settings.var / "models" / local_name(files.responder)
    writer = LocalModel(folder, threads=wording.threads, max_tokens=wording.max_tokens)
    writer.load()
    return writer


def open_documents(settings: Settings, encoder: Encoder, files: ModelFiles | None = None) -> Documents:
    """The documents of an installation, loaded.

    Raises: IndexUnavailable.
    """
    with translated_errors():
        index = (files or model_files(settings)).index
        documents = Documents(index / "documents", encoder, settings.vectors)
        documents.load()
    return documents


def open_answerer(settings: Settings) -> tuple[Documents, Answerer]:
    """The documents of an installation, loaded, and the answers from them.

    Raises: ModelUnavailable, IndexUnavailable.
    """
    files = model_files(settings)
    documents = open_documents(settings, open_encoder(settings, files), files)
    rerankers = open_rerankers(settings, files)
    return documents, Answerer(documents, rerankers, threshold=settings.retrieval.answerable)
