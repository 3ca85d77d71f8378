"""The errors of foreign libraries -> EngineError, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata

from ..engine import EngineError


@contextmanager
def turn_panics(sentence: str) -> Iterator[None]:
    """Turns tantivy's errors into EngineError; its panics are no ``Exception`` and known by name only."""
    try:
        yield
    except (ValueError, OSError, SystemError) as error:
        raise EngineError(f"{sentence} ({error}).") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(f"{sentence} ({error}).") from error


@contextmanager
def turn_failures(sentence: str) -> Iterator[None]:
    """Turns whatever Whoosh raises, plain ``Exception`` included, into EngineError with its reason."""
    try:
        yield
    except EngineError:
        raise
    except Exception as error:
        raise EngineError(f"{sentence} ({type(error).__name__}: {error}).") from error


@cache
def refuse_impostor() -> None:
    """Raises EngineError where the distribution whoosh-ng is installed: it has the same import name."""
    try:
        metadata.distribution("whoosh-ng")
    except metadata.PackageNotFoundError:
        return
    raise EngineError(
        "The distribution whoosh-ng hides whoosh-reloaded; run pip uninstall whoosh-ng, then "
        "pip install --force-reinstall whoosh-reloaded."
    )
