"""What every embedded engine asks of the disk."""

from __future__ import annotations

import os
from pathlib import Path

from ..engine import EngineError


def sync_folder(folder: Path) -> None:
    """Return when the files of the folder and their names are on the disk; raises OSError."""
    for path in (*(path for path in folder.iterdir() if path.is_file()), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_folder(folder: Path) -> bool:
    """Whether the folder was empty; it is made where it is missing. Raises EngineError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return not any(folder.iterdir())
    except OSError as error:
        raise EngineError(f"The folder {folder} cannot be written to ({error}).") from error


def empty_folder(folder: Path) -> None:
    """Remove the files of the folder; raises OSError."""
    for path in folder.iterdir():
        path.unlink()
