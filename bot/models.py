"""The models and indexes of an installation, opened from its files: what takes time to load and knows nothing
of the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from threadpoolctl import threadpool_limits

from bot.assistant_files import document_ids, read_sources
from bot.decide.assistant import Assistant, load_assistant
from bot.errors import ModelUnavailable
from bot.knowledge.translate import translated_errors
from bot.releases import Release, live_release
from bot.settings import Settings
from bot.shop.folder import FolderShop
from bot.understand.heads import Heads, load_heads
from bot.understand.language import LanguageDetector
from retrieval.bulk import EncoderSource, RayBulk
from retrieval.documents.answer import Answerer
from retrieval.documents.search import Documents
from retrieval.encode import Encoder, gpu_present, load_encoder
from retrieval.late import late_adapter
from retrieval.products.products import Products
from retrieval.recommend.simple import SimpleRecommender
from retrieval.rerank import Rerankers, load_rerankers


@dataclass(frozen=True)
class Models:
    """What takes time to load and knows nothing of the database."""

    assistant: Assistant
    release: Release | None
    encoder: Encoder
    rerankers: Rerankers
    heads: Heads
    languages: LanguageDetector
    documents: Documents
    products: Products
    recommender: SimpleRecommender
    shop: FolderShop


def load_models(settings: Settings) -> Models:
    """Load assistant, models and indexes: blocks for seconds, so never on the loop."""
    assistant = open_assistant(settings)
    encoder = open_encoder(settings)
    release = live_release(settings.var / "releases")
    if release is None:
        raise ModelUnavailable(detail="No release is live. Run: shopclerk prepare")
    with translated_errors():
        documents = Documents(settings.var / "index" / "documents", encoder, settings.vectors)
        documents.load()
        products = Products(settings.state / "catalogue.csv", settings.var / "index" / "products", encoder)
        products.load()
    shop = FolderShop(settings.state / "shop", settings.var / "shop")
    return Models(
        assistant=assistant,
        release=release,
        encoder=encoder,
        rerankers=open_rerankers(settings),
        heads=load_heads(release.path),
        languages=LanguageDetector(frozenset(settings.understand.languages)),
        documents=documents,
        products=products,
        recommender=SimpleRecommender(products, shop.sales()),
        shop=shop,
    )


def model_threads(count: int) -> ThreadPoolExecutor:
    """Threads for models and indexes, each of which does its linear algebra alone: helpers that BLAS and
    OpenMP start wait actively for each other, which under load took half of the processor's time."""
    return ThreadPoolExecutor(count, "models", initializer=threadpool_limits, initargs=(1,))


def open_assistant(settings: Settings) -> Assistant:
    """The assistant of the installation's files.

    Raises: AssistantError with file, line and hint.
    """
    return load_assistant(read_sources(settings.state), documents=document_ids(settings.state))


def open_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name, loaded.

    Raises: ModelUnavailable.
    """
    understand = settings.understand
    with translated_errors():
        return load_encoder(
            understand.encoder, settings.var / "models", understand.device, adapter=settings.adapter
        )


def open_bulk(settings: Settings, workers: int, address: str = "") -> RayBulk:
    """Encodes many texts on the workers of a Ray cluster, each with a GPU of its own where there are any."""
    understand = settings.understand
    source = EncoderSource(
        name=understand.encoder,
        models=settings.var / "models",
        device=understand.device,
        adapter=settings.adapter,
    )
    on_gpus = understand.device != "cpu" and gpu_present()
    return RayBulk(source, workers=workers, address=address, gpus=1 if on_gpus else 0)


def open_rerankers(settings: Settings) -> Rerankers:
    """The re-rankers that the settings name, loaded.

    Raises: ModelUnavailable.
    """
    with translated_errors():
        return load_rerankers(
            settings.var / "models",
            late=late_adapter(settings.retrieval.late, settings.state),
            cross=settings.reranker,
        )


def open_answerer(settings: Settings) -> tuple[Documents, Answerer]:
    """The documents of an installation, loaded, and the answers from them.

    Raises: ModelUnavailable, IndexUnavailable.
    """
    with translated_errors():
        documents = Documents(settings.var / "index" / "documents", open_encoder(settings), settings.vectors)
        documents.load()
    return documents, Answerer(documents, open_rerankers(settings), threshold=settings.retrieval.answerable)
