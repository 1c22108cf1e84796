"""Retrieval's errors as ours: it knows nothing of codes and shoppers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import DocumentError, IndexBusy, IndexUnavailable, ModelUnavailable, NoDocuments
from retrieval import errors


@contextmanager
def translated_errors() -> Iterator[None]:
    """For what retrieval raises within.

    Raises: ModelUnavailable, IndexBusy, NoDocuments, DocumentError, IndexUnavailable.
    """
    try:
        yield
    except errors.ModelFileError as error:
        raise ModelUnavailable(detail=str(error)) from error
    except errors.IndexBusy as error:
        raise IndexBusy from error
    except errors.NoDocuments as error:
        raise NoDocuments(str(error)) from error
    except errors.UnreadableDocument as error:
        raise DocumentError(str(error)) from error
    except errors.RetrievalError as error:
        raise IndexUnavailable(detail=str(error)) from error
