"""Paths named on a command -> roots, beside those that a home remembers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.page import Root, name_roots

from .home import HomeError
from .settings import Settings


def check_paths(paths: Iterable[Path | str]) -> list[Path]:
    """The paths, all of which exist; raises HomeError."""
    checked = [Path(path) for path in paths]
    for path in checked:
        if not path.exists():
            raise HomeError(f"{path} does not exist. Check the name; nothing was changed.")
    return checked


def name_paths(paths: Sequence[Path], own: Root, settings: Settings, keep: bool = False) -> list[Root]:
    """The roots of the paths, which keep the names they had before.

    A folder that is not there any more gives its name away, so that one may be moved; not if all roots
    are to be kept (``keep``).
    """
    known = (*settings.roots, *settings.former)
    taken = [root for root in known if root.path.exists() or (keep and root in settings.roots)]
    return name_roots(paths, [own, *taken])


def replace_roots(settings: Settings, roots: Sequence[Root], own: Root) -> Settings:
    """The settings with these roots and no others; the roots before are former ones."""
    chosen = _outermost(roots, own)
    names = {root.name for root in chosen}
    former = [root for root in (*settings.roots, *settings.former) if root.name not in names]
    return replace(settings, roots=tuple(chosen), former=tuple(former))


def add_roots(settings: Settings, roots: Sequence[Root], own: Root) -> Settings:
    """The settings with these roots besides, but those below a root that is there."""
    more = [root for root in _outermost(roots, own) if root not in settings.roots]
    more = [root for root in more if not any(is_below(root, other) for other in settings.roots)]
    names = {root.name for root in more}
    former = [root for root in settings.former if root.name not in names]
    return replace(settings, roots=(*settings.roots, *more), former=tuple(former))


def is_below(root: Root, other: Root) -> bool:
    """Whether a root lies within another."""
    return root.path != other.path and root.path.is_relative_to(other.path)


def _outermost(roots: Sequence[Root], own: Root) -> list[Root]:
    """The roots that lie in no other, without the home's own."""
    every = [own, *roots]
    return [
        root for root in roots if root.path != own.path and not any(is_below(root, other) for other in every)
    ]
