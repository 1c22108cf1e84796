"""How a source lies in a folder: ``source.json`` with kind and parameters, ``arrays.safetensors``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file
from scipy.sparse import csr_matrix

from retrieval.checksums import sha256
from retrieval.errors import ModelFileError

ABOUT, ARRAYS = "source.json", "arrays.safetensors"
VERSION = 1
Array = np.ndarray[Any, np.dtype[Any]]


class About(msgspec.Struct, frozen=True, kw_only=True):
    """``files`` are checksums of the others in the folder."""

    version: int
    kind: str
    parameters: dict[str, Any]
    files: dict[str, str]


def write_stored(
    folder: Path, kind: str, parameters: Mapping[str, Any], arrays: Mapping[str, Array], *others: str
) -> None:
    """Write both files; ``others`` are names of files that lie there already and belong to it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ABOUT).unlink(missing_ok=True)  # until all is written, there is no source here
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, folder / ARRAYS)
    files = {name: sha256(folder / name) for name in (ARRAYS, *others)}
    about = About(version=VERSION, kind=kind, parameters=dict(parameters), files=files)
    (folder / ABOUT).write_bytes(msgspec.json.format(msgspec.json.encode(about), indent=2))


def read_stored(folder: Path) -> tuple[About, dict[str, Array]]:
    """Both files, compared with their checksums.

    Raises: ModelFileError.
    """
    try:
        about = msgspec.json.decode((folder / ABOUT).read_bytes(), type=About)
        if about.version != VERSION:
            raise ModelFileError(f"Version {VERSION} is expected. Train it again.", file=folder / ABOUT)
        damaged = [name for name, checksum in about.files.items() if sha256(folder / name) != checksum]
        if damaged:
            raise ModelFileError("This file is damaged. Train it again.", file=folder / damaged[0])
        return about, load_file(folder / ARRAYS)
    except (OSError, msgspec.MsgspecError, SafetensorError) as error:
        raise ModelFileError(f"There is no source that can be read here ({error}).", file=folder) from error


def sparse_arrays(matrix: csr_matrix) -> dict[str, Array]:
    """A sparse matrix as arrays."""
    return {"data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr}


def sparse_matrix(arrays: Mapping[str, Array]) -> csr_matrix:
    """The square matrix of ``sparse_arrays``."""
    size = len(arrays["indptr"]) - 1
    return csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=(size, size))
