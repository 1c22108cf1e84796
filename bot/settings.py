"""Settings: one closed tree. Defaults stand in settings.toml, with a comment a key.

Order, later wins: settings.toml, the assistant's shopclerk.toml, ``SHOPCLERK_SECTION__KEY`` variables.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from bot.errors import SettingsError
from bot.shop_values import Country, Currency, Hours, Origins, Timezone
from retrieval.recommend.attribution import Windows
from retrieval.recommend.experiment import Arm, Experiment
from retrieval.recommend.exploration import MOST as MOST_EXPLORED
from retrieval.vectors.kinds import Chosen, VectorChoice, WantedStorage

DEFAULTS = Path(__file__).with_name("settings.toml")
PREFIX = "SHOPCLERK_"
SHORTEST_KEY = 16
SECRETS = (("wording", "key"), ("retrieval", "milvus_token"), ("data", "key"), ("recommend", "key"))
UNSHOWN = frozenset({"secret", "key", "milvus_token", "rasa_token", "url", "registry_uri"})
"""Keys of which no error shows the value."""


def _as_text(value: object) -> str:
    return str(value)  # a key of digits reads as a number


def _long_enough(value: SecretStr) -> SecretStr:
    if 0 < len(value.get_secret_value()) < SHORTEST_KEY:
        raise ValueError(f"a key that opens a door has at least {SHORTEST_KEY} characters")
    return value


class Section(BaseModel):
    """A closed section: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Suggestion(Section):
    """A first quick reply of the widget."""

    title: str
    payload: str


class ShopSettings(Section):
    """Who the shop is."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")
    name: str
    accent: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")
    currency: Currency
    order_number: str = Field(pattern=r"^$|^[A-Za-z]*[^0-9A-Za-z]*\d{3,12}$")
    country: Country
    locale: str
    refund_days: int = Field(ge=0)
    timezone: Timezone
    hours: Hours
    greeting: str
    tagline: str
    scene: Literal["shapes", "mountains"]
    promises: list[str]
    suggestions: list[Suggestion]

    @property
    def taken(self) -> str:
        """The currency and the time zone that count, in a few words."""
        return f"prices in {self.currency}, hours by {self.timezone}"


class ServerSettings(Section):
    """The doors and their limits."""

    host: str
    port: int = Field(ge=0, le=65535)
    origins: Origins
    max_body_bytes: int = Field(ge=1024)
    max_message_chars: int = Field(ge=1, le=20_000)
    requests_per_minute: int = Field(ge=1)
    messages_per_minute: int = Field(ge=1)
    max_websockets_per_address: int = Field(ge=1)
    trust_proxy: bool
    demo_page: bool
    shutdown_seconds: float = Field(ge=0)


class StorageSettings(Section):
    """The event log."""

    url: str
    retention_days: int = Field(ge=0)


class RedisSettings(Section):
    """Fan-out and locks across processes."""

    url: str = Field(pattern=r"^((rediss?|unix)://\S+)?$")


class TurnSettings(Section):
    """Limits of a turn."""

    deadline_seconds: float = Field(gt=0)
    burst_wait_ms: int = Field(ge=0, le=5000)
    concurrent: int = Field(ge=1)
    threads: int = Field(ge=1)
    action_seconds: float = Field(gt=0)


class UnderstandSettings(Section):
    """Models of the understand step and their thresholds."""

    encoder: str
    adapter: str
    device: Literal["auto", "cpu", "cuda"]
    talks: Literal["package", ""]
    accept: float = Field(ge=0, le=1)
    clarify: float = Field(ge=0, le=1)
    languages: list[str]


class PolicySettings(Section):
    """The learned policy of the dialogue engine."""

    enabled: bool
    hand_over: float = Field(ge=0, le=1)


class RetrievalSettings(Section):
    """Search in documents."""

    late: str
    reranker: str
    answerable: float = Field(ge=0, le=1)
    index: Chosen
    storage: WantedStorage
    milvus_uri: str = Field(pattern=r"^(https?://\S+|\S+\.db)?$")
    milvus_token: SecretStr
    milvus_prefix: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,100}$")

    @field_validator("milvus_token", mode="before")
    @classmethod
    def _text(cls, value: object) -> str:
        return str(value)  # a token of digits reads as a number

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.index == "milvus" and not self.milvus_uri:
            raise ValueError('index = "milvus" needs milvus_uri')
        return self


class WordingSettings(Section):
    """How answers are worded."""

    mode: Literal["extracted", "local", "endpoint"]
    deadline_seconds: float = Field(gt=0)
    attempts: int = Field(ge=1, le=10)
    model: str
    max_tokens: int = Field(ge=16, le=1000)
    threads: int = Field(ge=1)
    url: str = Field(pattern=r"^(https?://\S+)?$")
    key: SecretStr

    @field_validator("key", mode="before")
    @classmethod
    def _text(cls, value: object) -> str:
        return str(value)  # a key of digits reads as a number

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.mode == "endpoint" and not (self.url and self.model):
            raise ValueError('mode = "endpoint" needs url and model')
        return self


class ActionsSettings(Section):
    """Where actions come from."""

    module: str
    endpoint: str
    port: int = Field(ge=0, le=65535)


class ChannelsSettings(Section):
    """The doors for programs that speak Rasa's protocols."""

    rasa_rest: bool
    rasa_socketio: bool
    rasa_token: str


class IdentitySettings(Section):
    """Who a visitor is."""

    secret: str
    session_days: int = Field(ge=1)


class DataSettings(Section):
    """What comes in from the shop: events, prices, stock."""

    key: SecretStr
    oldest_days: int = Field(ge=1)
    retention_days: int = Field(ge=0)
    events_per_minute: int = Field(ge=1)

    _text = field_validator("key", mode="before")(_as_text)
    _long = field_validator("key")(_long_enough)


class RecommendSettings(Section):
    """The recommender, and its own process where it has one."""

    url: str = Field(pattern=r"^(https?://\S+)?$")
    key: SecretStr
    host: str
    port: int = Field(ge=0, le=65535)
    deadline_seconds: float = Field(gt=0)

    _text = field_validator("key", mode="before")(_as_text)
    _long = field_validator("key")(_long_enough)


class ArmSettings(Section):
    """An arm of an experiment."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")
    share: float = Field(gt=0, le=1)
    model: str


class ExperimentSettings(Section):
    """Experiments with recommendations, exploration, and what counts as brought in by them."""

    name: str = Field(pattern=r"^([a-z0-9][a-z0-9_-]{0,60})?$")
    arms: list[ArmSettings]
    explore: float = Field(ge=0, le=MOST_EXPLORED)
    click_days: float = Field(gt=0, le=365)
    cart_days: float = Field(gt=0, le=365)
    purchase_days: float = Field(gt=0, le=365)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.name:
            self.experiment()
        return self

    @property
    def windows(self) -> Windows:
        """How long after an impression what is done counts for it."""
        return Windows(click=self.click_days, cart=self.cart_days, purchase=self.purchase_days)

    def experiment(self) -> Experiment | None:
        """The experiment that is running, None for none. Raises: ValueError for arms that are none."""
        if not self.name:
            return None
        arms = tuple(Arm(name=arm.name, share=arm.share, model=arm.model) for arm in self.arms)
        return Experiment(name=self.name, arms=arms)


class ConsoleSettings(Section):
    """Staff sessions, and what helps agents."""

    suggestions: bool
    away_minutes: int = Field(ge=0)
    session_hours: int = Field(ge=1)
    lockout_attempts: int = Field(ge=1)
    lockout_minutes: int = Field(ge=1)


class Gates(Section):
    """How much worse than the live release a candidate may be at most, by metric."""

    intent_accuracy: float = Field(ge=0)
    oos_recall: float = Field(ge=0)
    mood_accuracy: float = Field(ge=0)
    entity_f1: float = Field(ge=0)
    handover_f1: float = Field(ge=0)
    needless_handovers: float = Field(ge=0)
    next_action_accuracy: float = Field(ge=0)
    gold_passage_rate: float = Field(ge=0)
    decline_recall: float = Field(ge=0)
    over_decline_rate: float = Field(ge=0)
    conversations_passed: float = Field(ge=0)
    messages_as_expected: float = Field(ge=0)
    latency_ratio: float = Field(ge=0)


class ReleaseSettings(Section):
    """Which releases may go live, and how many stay."""

    keep: int = Field(ge=1)
    gates: Gates
    registry: Literal["none", "mlflow"]
    registry_uri: str = Field(pattern=r"^(\S+:\S*)?$")
    registry_name: str = Field(pattern=r"^([A-Za-z0-9][A-Za-z0-9 _-]{0,100})?$")


class TranscriptSettings(Section):
    """What was said, as data to train on."""

    finder: str


class LogSettings(Section):
    """Logs."""

    level: Literal["debug", "info", "warning", "error"]
    format: Literal["auto", "console", "json"]


class Settings(Section):
    """The whole tree. ``state`` is the installation's folder; all that is written lies in ``state/var``."""

    state: Path
    shop: ShopSettings
    server: ServerSettings
    storage: StorageSettings
    redis: RedisSettings
    turn: TurnSettings
    understand: UnderstandSettings
    policy: PolicySettings
    retrieval: RetrievalSettings
    wording: WordingSettings
    actions: ActionsSettings
    channels: ChannelsSettings
    identity: IdentitySettings
    data: DataSettings
    recommend: RecommendSettings
    experiment: ExperimentSettings
    console: ConsoleSettings
    release: ReleaseSettings
    transcripts: TranscriptSettings
    logs: LogSettings

    @field_validator("state")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @model_validator(mode="after")
    def _wording_fits_the_turn(self) -> Self:
        limit = min(self.turn.action_seconds, self.turn.deadline_seconds)
        if self.wording.mode != "extracted" and self.wording.deadline_seconds >= limit:
            raise ValueError(f"[wording] deadline_seconds must be below {limit:g}, the limit of [turn]")
        return self

    @property
    def var(self) -> Path:
        """Where everything that running writes is kept."""
        return self.state / "var"

    @property
    def updates_file(self) -> Path:
        """Prices and stock that changed since the catalogue was written."""
        return self.var / "updates.jsonl"

    def language_model(self, name: str) -> str:
        """Where a local language model is: the path of a folder of the installation, else its name."""
        folder = self.state / name
        return str(folder) if name and folder.is_dir() else name

    @property
    def vectors(self) -> VectorChoice:
        """Where the document index keeps its vectors; a file of Milvus Lite lies in the installation."""
        own = self.retrieval
        address = own.milvus_uri
        return VectorChoice(
            index=own.index,
            storage=own.storage,
            milvus_uri=str(self.state / address) if address.endswith(".db") else address,
            milvus_token=own.milvus_token.get_secret_value(),
            milvus_prefix=own.milvus_prefix,
        )

    @cached_property
    def running_experiment(self) -> Experiment | None:
        """The experiment that shoppers are shared out for; None for none."""
        return self.experiment.experiment()

    @property
    def database_url(self) -> str:
        """The event log's SQLAlchemy URL."""
        return self.storage.url or f"sqlite:///{self.var / 'shopclerk.db'}"


def load_settings(state: Path, overrides: dict[str, dict[str, Any]] | None = None) -> Settings:
    """Read the settings of the installation in ``state``; ``overrides`` (from command-line flags) win.

    Raises: SettingsError with file, line and the nearest known key.
    """
    tree = _parsed(DEFAULTS, _text(DEFAULTS))
    own = state / "shopclerk.toml"
    text = _text(own)
    _merge(tree, _parsed(own, text), str(own), text)
    _refuse_secret(tree, str(own), text)
    _merge(tree, _from_environment(os.environ, tree), "environment", "")
    for section, values in (overrides or {}).items():
        tree[section].update({key: value for key, value in values.items() if value is not None})
    try:
        return Settings.model_validate({**tree, "state": state})
    except ValidationError as error:
        raise _explain(error, own, text) from error


def _text(path: Path) -> str:
    """What the file says, "" where there is none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError("This is not UTF-8: save it as UTF-8.", file=str(path), line=line) from error
    except OSError as error:
        raise SettingsError(f"It cannot be read: {error.strerror}.", file=str(path)) from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise SettingsError(str(error), file=str(path), line=int(line[1]) if line else None) from error


def _merge(tree: dict[str, Any], own: dict[str, Any], file: str, text: str) -> None:
    """Lay ``own`` over ``tree`` in place; a key that ``tree`` lacks is an error."""
    for section, values in own.items():
        if section not in tree:
            raise _unknown(section, list(tree), file, text)
        if not isinstance(values, dict):
            raise SettingsError(f"[{section}] must be a section.", file=file, line=_line(text, section))
        for key, value in values.items():
            if key not in tree[section]:
                raise _unknown(key, list(tree[section]), file, text, section)
            if isinstance(tree[section][key], dict):  # a table in a section, such as the gates of releases
                _merge({key: tree[section][key]}, {key: value}, file, text)
            else:
                tree[section][key] = value


def _refuse_secret(tree: dict[str, Any], file: str, text: str) -> None:
    """What others' servers are opened with stands in no file."""
    for section, key in SECRETS:
        if tree[section][key]:
            raise SettingsError(
                f"[{section}] {key} must not stand in a file. Set {PREFIX}{section.upper()}__{key.upper()} in"
                " the environment.",
                file=file,
                line=_line(text, key),
            )


def _unknown(key: str, known: list[str], file: str, text: str, section: str = "") -> SettingsError:
    near = difflib.get_close_matches(key, known, n=1)
    where = f" in [{section}]" if section else ""
    return SettingsError(
        f"Unknown setting {key!r}{where}.",
        file=file,
        line=_line(text, key),
        hint=near[0] if near else None,
    )


def _line(text: str, key: str) -> int | None:
    """The first line that names ``key``, from 1."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*\[?\s*{re.escape(key)}\b", line):
            return number
    return None


def _from_environment(
    environment: os._Environ[str] | dict[str, str], known: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    """``SHOPCLERK_SERVER__PORT=80`` as ``{"server": {"port": 80}}``; values are TOML if they can be; what is
    a text among the ``known`` settings stays one: a password of digits is no number."""
    tree: dict[str, dict[str, Any]] = {}
    for name, value in environment.items():
        section, separator, key = name.removeprefix(PREFIX).lower().partition("__")
        if name.startswith(PREFIX) and separator:
            is_text = isinstance(known.get(section, {}).get(key), str)
            tree.setdefault(section, {})[key] = _value(value, is_text=is_text)
    return tree


def _value(text: str, *, is_text: bool) -> Any:
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
    return text if is_text and not isinstance(value, str) else value


def _explain(error: ValidationError, own: Path, text: str) -> SettingsError:
    first = error.errors()[0]
    names = [str(part) for part in first["loc"]]
    shown = first["type"] != "value_error" and names and not UNSHOWN.intersection(names)
    got = f" (got {first.get('input')!r})" if shown else ""
    said = f"{first['msg'].removeprefix('Value error, ')}{got}."
    variable = PREFIX + "__".join(names[:2]).upper()
    if variable in os.environ:
        return SettingsError(f"{variable}: {said}")
    line = _line(text, names[-1] if names else "")
    return SettingsError(
        f"{'.'.join(names)}: {said}" if names else said,
        file=str(own) if line else None,
        line=line,
    )
