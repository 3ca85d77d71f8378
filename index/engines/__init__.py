"""The engines, one module each: what an index is kept in, and how it is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..engine import Engine, EngineError
from ..schema import Collection
from .memory import MemoryEngine
from .tantivy import TantivyEngine
from .whoosh import WhooshEngine

ENGINES: dict[str, Callable[[Path, Collection], Engine]] = {
    "tantivy": TantivyEngine,
    "whoosh": WhooshEngine,
    "memory": MemoryEngine,
}
"""The names by which an engine is chosen."""


def open_engine(name: str, folder: Path, collection: Collection) -> Engine:
    """The index in ``folder`` as it is now; a folder without an index can only be written to.

    Raises EngineError where the name is unknown or the folder holds something else.
    """
    if name not in ENGINES:
        raise EngineError(f"There is no engine {name!r}; choose one of {', '.join(ENGINES)}.")
    return ENGINES[name](folder, collection)
