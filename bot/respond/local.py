"""A language model on this machine: CTranslate2 in int8, converted once by ``shopclerk prepare``."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from bot.conversation.ports import Prompt
from bot.errors import ModelUnavailable, WordingFailed
from retrieval.checksums import sha256
from retrieval.encode import ADAPTER_WEIGHTS

if TYPE_CHECKING:
    import ctranslate2
    from tokenizers import Tokenizer

VERSION = 1
"""Of the way models are converted: a change converts them anew."""
DEFAULT_MODEL = "SmolLM2-135M-Instruct"
MANIFEST = "converted.json"
LIKELY = 20
"""Tokens that are drawn from, where a prompt wants them drawn."""
MAX_PROMPT = 1500
"""Tokens of a prompt; a longer one is refused, as its end would be lost."""


class Converted(msgspec.Struct, frozen=True):
    """What lies in the folder of a converted model: checksums by file name, the source's checksum, and how a
    conversation is laid out: ``before`` the system text, ``between`` it and the user's, ``behind``; ``ends``
    are the tokens that end an answer. ``system``: the text that a fine-tuned model was trained with, which it
    gets in place of the prompt's; "" for others."""

    version: int
    source: str
    files: dict[str, str]
    before: str
    between: str
    behind: str
    ends: list[str]
    system: str = ""


def local_name(model: str) -> str:
    """The name of the folder of a converted model; that of an adapter goes by its weights, so that those of
    two releases lie beside each other."""
    weights = Path(model) / ADAPTER_WEIGHTS
    if model and weights.is_file():
        return f"{weights.parent.name}+{sha256(weights)[:12]}-int8"
    return f"{re.sub(r'[^A-Za-z0-9.]+', '-', model or DEFAULT_MODEL).strip('-')}-int8"


class LocalModel:
    """Implements ``bot.conversation.ports.LanguageModel``. One text at a time: two at once would both be
    slower than one after the other."""

    def __init__(self, folder: Path, *, threads: int = 2, max_tokens: int = 120) -> None:
        self._folder, self._threads, self._max_tokens = folder, threads, max_tokens
        self._worker = ThreadPoolExecutor(1, "wording")
        self._generator: ctranslate2.Generator | None = None
        self._tokenizer: Tokenizer | None = None
        self._converted: Converted | None = None

    def load(self) -> None:
        """Verify and open; blocks for a second.

        Raises: ModelUnavailable.
        """
        self._converted = verified(self._folder)
        try:
            import ctranslate2
        except ImportError as error:
            raise ModelUnavailable(detail="Run: pip install 'shopclerk[local]'") from error
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._generator = ctranslate2.Generator(
            str(self._folder), device="cpu", compute_type="int8", inter_threads=1, intra_threads=self._threads
        )

    async def write(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """See ``LanguageModel.write``."""
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[str | None] = asyncio.Queue()
        stop = threading.Event()

        def hand_over(piece: str | None) -> None:
            loop.call_soon_threadsafe(pieces.put_nowait, piece)

        writing = loop.run_in_executor(self._worker, self._generate, prompt, hand_over, stop)
        try:
            while (piece := await pieces.get()) is not None:
                yield piece
            await writing
        finally:
            stop.set()
            writing.cancel()

    async def draw(self, prompt: Prompt, count: int) -> AsyncGenerator[str, None]:
        """See ``LanguageModel.draw``. All at once, as one batch: eight take about as long as two."""
        stop = threading.Event()
        drawing = asyncio.get_running_loop().run_in_executor(self._worker, self._drawn, prompt, count, stop)
        try:
            for text in await drawing:
                yield text
        finally:
            stop.set()

    async def close(self) -> None:
        """See ``LanguageModel.close``."""
        await asyncio.to_thread(self._worker.shutdown, cancel_futures=True)

    def _generate(
        self, prompt: Prompt, hand_over: Callable[[str | None], None], stop: threading.Event
    ) -> None:
        """Write until the end, the limit or ``stop``; the last piece is None.

        Raises: WordingFailed.
        """
        assert self._generator is not None
        assert self._tokenizer is not None
        assert self._converted is not None
        from tokenizers.decoders import DecodeStream

        try:
            decode = DecodeStream(skip_special_tokens=True)
            steady, own = self._tokens(prompt)
            steps = self._generator.generate_tokens(
                own,
                static_prompt=steady,
                max_length=self._max_tokens,
                sampling_topk=LIKELY if prompt.temperature else 1,
                sampling_temperature=prompt.temperature or 1.0,
                end_token=self._converted.ends,
            )
            for step in steps:
                if stop.is_set():
                    break
                if piece := decode.step(self._tokenizer, step.token_id):
                    hand_over(piece)
        except RuntimeError as error:
            raise WordingFailed(detail=f"the model failed ({error})") from error
        finally:
            hand_over(None)

    def _drawn(self, prompt: Prompt, count: int, stop: threading.Event) -> list[str]:
        """Texts, the likeliest a token first; what there is of them where ``stop`` came before their end.

        Raises: WordingFailed.
        """
        assert self._generator is not None
        assert self._tokenizer is not None
        assert self._converted is not None
        steady, own = self._tokens(prompt)
        try:
            (drawn,) = self._generator.generate_batch(
                [own],
                static_prompt=steady,
                include_prompt_in_result=False,
                num_hypotheses=count,
                max_length=self._max_tokens,
                sampling_topk=LIKELY,
                sampling_temperature=prompt.temperature or 1.0,
                end_token=self._converted.ends,
                return_scores=True,
                callback=lambda _step: stop.is_set(),
            )
        except RuntimeError as error:
            raise WordingFailed(detail=f"the model failed ({error})") from error
        order = sorted(range(count), key=lambda n: -drawn.scores[n])
        return [str(self._tokenizer.decode(drawn.sequences_ids[n], skip_special_tokens=True)) for n in order]

    def _tokens(self, prompt: Prompt) -> tuple[list[str], list[str]]:
        """The tokens of a prompt, those that are the same each time apart: they are read once. No token of
        the layout can be written by who asks or by a document.

        Raises: WordingFailed.
        """
        assert self._tokenizer is not None
        assert self._converted is not None
        layout, user = self._converted, prompt.user
        for token in self._tokenizer.get_added_tokens_decoder().values():
            user = user.replace(token.content, " ")
        steady = self._encode(f"{layout.before}{layout.system or prompt.system}{layout.between}")
        own = self._encode(f"{user}{layout.behind}")
        if len(own) > MAX_PROMPT:
            raise WordingFailed(detail=f"the prompt has {len(own)} tokens, over {MAX_PROMPT}")
        return steady, own

    def _encode(self, text: str) -> list[str]:
        assert self._tokenizer is not None
        tokens: list[str] = self._tokenizer.encode(text, add_special_tokens=False).tokens
        return tokens


def verified(folder: Path) -> Converted:
    """The description of a converted model, after its checksums were compared.

    Raises: ModelUnavailable.
    """
    try:
        converted = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Converted)
        good = all(sha256(folder / name) == expected for name, expected in converted.files.items())
    except (OSError, msgspec.MsgspecError) as error:
        detail = "The local language model is not there. Run: shopclerk prepare"
        raise ModelUnavailable(detail=detail) from error
    if not good or converted.version != VERSION:
        fix = f"Delete {folder}, and run: shopclerk prepare"
        raise ModelUnavailable(detail=f"The local language model is damaged or old. {fix}")
    return converted
