"""What a home remembers between commands: its engine, and the roots that its pages come from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.page import Root

from .generation import write_safely

DEFAULT_ENGINE = "tantivy"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """``former``: roots that are no longer read; their names are not given to other folders."""

    engine: str = DEFAULT_ENGINE
    roots: tuple[Root, ...] = ()
    former: tuple[Root, ...] = ()


def read_settings(file: Path) -> Settings:
    """The settings in a file, the defaults where there is none; raises ValueError where it is damaged."""
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        return Settings(str(values["engine"]), _read_roots(values["roots"]), _read_roots(values["former"]))
    except FileNotFoundError:
        return Settings()
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{file} is damaged") from error


def write_settings(file: Path, settings: Settings) -> None:
    """Put the settings in the file's place, whole or not at all."""
    values = {
        "format": FORMAT,
        "engine": settings.engine,
        "roots": _write_roots(settings.roots),
        "former": _write_roots(settings.former),
    }
    write_safely(file, json.dumps(values, indent=1, ensure_ascii=False))


def _read_roots(values: Iterable[dict[str, str]]) -> tuple[Root, ...]:
    return tuple(Root(value["name"], Path(value["path"])) for value in values)


def _write_roots(roots: Iterable[Root]) -> list[dict[str, str]]:
    return [{"name": root.name, "path": str(root.path)} for root in roots]
