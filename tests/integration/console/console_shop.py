"""A small shop whose documents can be searched and taught, with the real encoder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bot.models import open_encoder, open_rerankers
from bot.prepare import document_index
from bot.settings import load_settings
from retrieval.encode import Encoder
from retrieval.rerank import Rerankers

DOCUMENTS = {
    "returns.md": "# Returns\n\nYou may send things back within 60 days of delivery. It must be unused.\n\n"
    "## What it costs\n\n| From | Cost of the return |\n|---|---|\n| Germany | free |\n"
    "| France | 5.95 EUR |\n",
    "shipping.md": "# Shipping\n\nStandard shipping in Germany costs 4.95 EUR and takes 2-3 working days.\n\n"
    "## Express\n\nExpress costs 9.95 EUR if you order by 13:00.\n",
    "stores.md": "# Stores\n\nThe store in Hamburg is open from 10:00 to 20:00.\n\n"
    "Dogs are welcome in the store.\n",
}
ANSWERS = """
- id: gift_wrapping
  questions: [Do you wrap gifts?]
  answer: We wrap every gift for 3 EUR.
"""


def lay_out(folder: Path, models: Path) -> tuple[Encoder, Rerankers]:
    """Write the documents and index them, with the encoder of ``models``; returns it, and the re-rankers."""
    (folder / "documents").mkdir(parents=True)
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text)
    (folder / "answers.yml").write_text(ANSWERS)
    shutil.copytree(models, folder / "var" / "models", copy_function=os.link)
    settings = load_settings(folder)
    encoder = open_encoder(settings)
    document_index(settings, encoder).build()
    return encoder, open_rerankers(settings)
