"""The error tree: one stable code, one HTTP status and one safe sentence each.

    ShopclerkError
    ├── BadRequest                  400  bad_request
    │   ├── MalformedJson           400  malformed_json
    │   ├── InvalidMessage          422  invalid_message
    │   ├── MessageTooLong          413  message_too_long
    │   ├── InvalidSavedReply       422  invalid_saved_reply
    │   └── InvalidAnswer           422  invalid_answer
    ├── NotSignedIn                 401  not_signed_in
    │   └── BadToken                401  bad_token
    ├── NotAllowed                  403  not_allowed
    │   └── ForeignOrigin           403  foreign_origin
    ├── NotFound                    404  not_found
    │   └── UnknownConversation     404  unknown_conversation
    ├── Conflict                    409  conflict
    │   ├── OwnedByAnother          409  owned_by_another
    │   └── IndexBusy               409  index_busy
    ├── TooManyRequests             429  too_many_requests
    ├── ConfigError                 500  config_error        (carries file, line and a hint)
    │   ├── SettingsError           500  settings_error
    │   ├── AssistantError          500  assistant_error
    │   ├── NoInstallation          500  no_installation
    │   ├── PackageMissing          500  package_missing
    │   └── PortInUse               500  port_in_use
    ├── DocumentError               422  document_error
    │   └── NoDocuments             422  no_documents
    ├── DataError                   422  data_error
    ├── ModelUnavailable            503  model_unavailable
    ├── IndexUnavailable            503  index_unavailable
    ├── ActionFailed                502  action_failed
    ├── ShopUnavailable             502  shop_unavailable
    │   └── OrderUnreadable         502  order_unreadable
    ├── WordingFailed               502  wording_failed
    ├── StorageError                507  storage_error
    │   └── DiskFull                507  disk_full
    ├── TranscriptError             422  transcript_error
    ├── DatasetError                500  dataset_error
    ├── RegistryUnavailable         502  registry_unavailable
    └── ReleaseError                500  release_error
        └── ReleaseRefused          409  release_refused

``text`` may be shown to anybody; ``detail`` is for logs and staff only. Where ``text`` speaks to a shopper,
``operator`` says it to who runs a command.
"""

from __future__ import annotations


class ShopclerkError(Exception):
    """Root of all errors that Shopclerk raises on purpose."""

    code = "internal_error"
    status = 500
    text = "Something went wrong on our side. Please try again in a moment."
    operator = ""

    def __init__(self, text: str | None = None, *, detail: str | None = None) -> None:
        self.text = text or type(self).text
        self.detail = detail
        super().__init__(self.text if detail is None else f"{self.text} ({detail})")

    @property
    def told_operator(self) -> str:
        """What is wrong, for who runs a command: with the details, and in no words to a shopper."""
        said = self.operator if self.operator and self.text == type(self).text else self.text
        return said if self.detail is None else f"{said} ({self.detail})"

    def as_json(self) -> dict[str, object]:
        """The one shape of an error in every API: ``{"error": {"code", "text"}}``."""
        return {"error": {"code": self.code, "text": self.text}}


class BadRequest(ShopclerkError):
    """The request cannot be understood."""

    code, status, text = "bad_request", 400, "The request cannot be understood."


class MalformedJson(BadRequest):
    """The body is not JSON, or not the object that the route takes."""

    code, status, text = "malformed_json", 400, "The body must be a JSON object."


class InvalidMessage(BadRequest):
    """A message without content, or of the wrong type."""

    code, status, text = "invalid_message", 422, "Please write a message first."


class MessageTooLong(BadRequest):
    """A message over the size limit; nothing of it was stored."""

    code, status, text = (
        "message_too_long",
        413,
        "This message is too long. Please shorten it.",
    )


class InvalidSavedReply(BadRequest):
    """A reply to be saved without a name or a text, too long, or with a placeholder that is not known."""

    code, status, text = "invalid_saved_reply", 422, "This reply cannot be saved as it is."


class InvalidAnswer(BadRequest):
    """An approved answer without a question or a text, too long, with a date that is none, a document that is
    not there, or a question that another one has."""

    code, status, text = "invalid_answer", 422, "This answer cannot be saved as it is."


class NotSignedIn(ShopclerkError):
    """No credentials where some are needed."""

    code, status, text = "not_signed_in", 401, "Please sign in."


class BadToken(NotSignedIn):
    """Credentials that are wrong, expired or for another conversation."""

    code, status, text = "bad_token", 401, "This session has expired. Please start again."


class NotAllowed(ShopclerkError):
    """Signed in, but without the right."""

    code, status, text = "not_allowed", 403, "You may not do this."


class ForeignOrigin(NotAllowed):
    """A browser page of an origin that the shop has not listed."""

    code, status, text = "foreign_origin", 403, "This page may not use the chat."


class NotFound(ShopclerkError):
    """Nothing lies under this address."""

    code, status, text = "not_found", 404, "There is nothing here."


class UnknownConversation(NotFound):
    """No conversation has this id; none is made up."""

    code, status, text = "unknown_conversation", 404, "This conversation does not exist."


class Conflict(ShopclerkError):
    """The thing has changed since it was read."""

    code, status, text = "conflict", 409, "This has changed in the meantime. Please look again."


class OwnedByAnother(Conflict):
    """Another agent owns the conversation."""

    code, status, text = "owned_by_another", 409, "A colleague is already taking care of this conversation."

    def __init__(self, text: str | None = None, *, detail: str | None = None, owner: str = "") -> None:
        super().__init__(text, detail=detail)
        self.owner = owner

    def as_json(self) -> dict[str, object]:
        """The name of the colleague is given too, as ``error.owner``: only staff ever see this error."""
        return {"error": {"code": self.code, "text": self.text, "owner": self.owner}}


class IndexBusy(Conflict):
    """Somebody else is changing the document index."""

    code, text = "index_busy", "The document index is being changed just now. Try again when that is done."


class TooManyRequests(ShopclerkError):
    """A rate limit was reached."""

    code, status, text = "too_many_requests", 429, "That was a lot at once. Please wait a few seconds."

    def __init__(
        self, text: str | None = None, *, detail: str | None = None, retry_after: float = 0.0
    ) -> None:
        super().__init__(text, detail=detail)
        self.retry_after = retry_after
        """Seconds after which it may be tried again, 0 where that is not known."""


class ConfigError(ShopclerkError):
    """Something in the installation's files is wrong.

    ``file`` and ``line`` (from 1) say where, ``hint`` names the nearest right word.
    """

    code, status, text = "config_error", 500, "The installation is not set up correctly."

    def __init__(
        self, text: str, *, file: str | None = None, line: int | None = None, hint: str | None = None
    ) -> None:
        self.file, self.line, self.hint = file, line, hint
        where = "" if file is None else (f"{file}:{line}: " if line else f"{file}: ")
        super().__init__(f"{where}{text}" + (f" Did you mean {hint!r}?" if hint else ""))


class SettingsError(ConfigError):
    """An unknown or wrong setting."""

    code = "settings_error"


class AssistantError(ConfigError):
    """A mistake in domain.yml, nlu.yml, flows.yml, answers.yml or a test file."""

    code = "assistant_error"


class NoInstallation(ConfigError):
    """A command was run for a folder that holds no assistant; nothing was written into it."""

    code = "no_installation"


class PackageMissing(ConfigError):
    """A command needs a package that comes with an extra only."""

    code = "package_missing"

    def __init__(self, package: str) -> None:
        super().__init__(
            f"The package {package} is not installed: training and measuring need more packages than serving."
            " Run: pip install 'shopclerk[train]'"
        )


class PortInUse(ConfigError):
    """Something else listens on the port."""

    code = "port_in_use"


class DocumentError(ShopclerkError):
    """A document that cannot be read or has no text; the others are not touched."""

    code, status, text = "document_error", 422, "This document cannot be read."


class NoDocuments(DocumentError):
    """Their folder is empty, gone or cannot be read; those that are served go on being served."""

    code, text = "no_documents", "There are no documents in the documents folder; nothing was changed."


class DataError(ShopclerkError):
    """A file of events, products or orders of which nothing can be taken; what was there before is not
    touched."""

    code, status, text = "data_error", 422, "This file cannot be read."


class ModelUnavailable(ShopclerkError):
    """A model file is missing, damaged or cannot be loaded."""

    code, status, text = "model_unavailable", 503, "I cannot look this up right now."


class IndexUnavailable(ShopclerkError):
    """There is no index, or it is damaged."""

    code, status, text = "index_unavailable", 503, "I cannot search our documents right now."


class ActionFailed(ShopclerkError):
    """An action raised, timed out or answered nonsense."""

    code, status, text = "action_failed", 502, "I could not complete that."


class ShopUnavailable(ShopclerkError):
    """The shop system does not answer."""

    code, status, text = "shop_unavailable", 502, "I cannot reach the shop's order system right now."


class OrderUnreadable(ShopUnavailable):
    """A row of this order cannot be read; the others are not touched."""

    code, text = "order_unreadable", "I cannot look up this order right now."


class WordingFailed(ShopclerkError):
    """The language model does not answer, or not in its protocol; the extracted answer is shown."""

    code, status, text = "wording_failed", 502, "The answer could not be worded."


class StorageError(ShopclerkError):
    """The event log cannot be read or written; nothing was acknowledged."""

    code, status, text = (
        "storage_error",
        507,
        "Your message could not be saved. Please send it again.",
    )
    operator = (
        "The database cannot be used. May var/ be written? Of PostgreSQL: is it running, and is [storage] url"
        " (SHOPCLERK_STORAGE__URL) right?"
    )


class DiskFull(StorageError):
    """No space is left for the event log."""

    code = "disk_full"
    operator = "No space is left for the database. Free some on its disk."


class TranscriptError(ShopclerkError):
    """A file of transcripts of which nothing can be read; what was imported before is not touched."""

    code, status, text = "transcript_error", 422, "These transcripts cannot be read."

    def __init__(self, text: str | None = None, *, file: str = "", detail: str | None = None) -> None:
        super().__init__(f"{file}: {text}" if file and text else text, detail=detail)


class DatasetError(ShopclerkError):
    """A version of the training data is missing, incomplete or fails its checksums."""

    code, text = "dataset_error", "This training data cannot be read."


class RegistryUnavailable(ShopclerkError):
    """The model registry cannot be reached, or refuses; the releases here are not affected."""

    code, status, text = "registry_unavailable", 502, "The model registry cannot be reached."


class ReleaseError(ShopclerkError):
    """A release is missing, incomplete or fails its checksums."""

    code, text = "release_error", "The models of this installation are damaged."


class ReleaseRefused(ReleaseError):
    """A release is worse than the live one by more than the gates allow; nothing was changed."""

    code, status, text = "release_refused", 409, "This release is worse than the live one."
