"""What the commands on documents share: where things lie, and errors in the product's own tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import DocumentError, IndexUnavailable, ModelUnavailable, ShopclerkError

if TYPE_CHECKING:
    from bot.settings import Settings
    from retrieval.documents.index import DocumentIndex
    from retrieval.documents.search import Documents
    from retrieval.encode import Encoder


@contextmanager
def translated() -> Iterator[None]:
    """Errors of retrieval as errors of the product, with the same sentence.

    Raises: ModelUnavailable, IndexUnavailable, DocumentError.
    """
    from retrieval import errors

    try:
        yield
    except errors.RetrievalError as error:
        raise _translate(error) from error


def encoder_of(settings: Settings) -> Encoder:
    """The installation's encoder, loaded."""
    from retrieval.encode import load_encoder

    return load_encoder(settings.understand.encoder, settings.var / "models", settings.understand.device)


def index_of(settings: Settings, encoder: Encoder) -> DocumentIndex:
    """The writer of the installation's document index."""
    from retrieval.documents.index import DocumentIndex

    return DocumentIndex(
        settings.var / "index" / "documents", settings.state / "documents", encoder,
        answers=settings.state / "answers.yml",
    )  # fmt: skip


def documents_of(settings: Settings, encoder: Encoder) -> Documents:
    """The installation's document search."""
    from retrieval.documents.search import Documents

    return Documents(settings.var / "index" / "documents", encoder)


def _translate(error: Exception) -> ShopclerkError:
    from retrieval import errors

    if isinstance(error, errors.ModelFileError):
        return ModelUnavailable(str(error))
    if isinstance(error, errors.UnreadableDocument):
        return DocumentError(str(error))
    return IndexUnavailable(str(error))
