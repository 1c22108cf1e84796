"""The adapters that come with the package: of the encoder and of both re-rankers, for shops that nothing was
fine-tuned on (docs/decisions/0046)."""

from __future__ import annotations

from pathlib import Path

PACKAGE = "package"
"""What the settings call them."""
_FOLDER = Path(__file__).with_name("adapters")
ENCODER_ADAPTER, LATE_ADAPTER, RERANKER_ADAPTER = (_FOLDER / name for name in ("encoder", "late", "reranker"))


def adapter_folder(named: str, packaged: Path, state: Path) -> Path | None:
    """The folder of an adapter that the settings name: "package" for the ``packaged`` one, a folder in
    ``state``, or "" for none."""
    if named == PACKAGE:
        return packaged
    return state / named if named else None
