"""A statement -> its saved page as it lies on the disk, but dead: no scripts, no styles, no requests."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from flask import Blueprint, Response, request

from corpus import Page, Root, Statement, read_page
from index.home import Home

from .views import home_in_use, look_up

originals = Blueprint("originals", __name__)

POLICY = "sandbox; default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
GONE = "The saved page of this statement is not on the disk any more, or has changed since it was read."


class OriginalError(LookupError):
    """The saved page can't be shown; the message is a sentence."""


@originals.get("/statement/<id>/original")
def original(id: str) -> Response:
    """The saved page of that version, in a sandbox."""
    statement = look_up(id, request.args.get("version", ""))
    page = find_page(home_in_use(), statement)
    if page is None:
        raise OriginalError(GONE)
    kind = "text/plain" if is_text(statement.source or "") else "text/html"
    response = Response(page.data, content_type=kind)
    response.headers["Content-Security-Policy"] = POLICY
    return response


def find_page(home: Home, statement: Statement) -> Page | None:
    """The very bytes that the statement was read from, None when they are not there any more."""
    file = find_file(home.roots, statement.source or "")
    page = read_page(file) if file else None
    if not isinstance(page, Page) or hashlib.sha256(page.data).hexdigest() != statement.digest:
        return None
    return page


def find_file(roots: tuple[Root, ...], source: str) -> Path | None:
    """The file of that source below the root it names, None where there is none or it lies outside."""
    for root in sorted(roots, key=lambda root: len(root.name), reverse=True):
        if source != root.name and not source.startswith(f"{root.name}/"):
            continue
        file = Path(os.path.realpath(root.path / source.removeprefix(root.name).lstrip("/")))
        return file if file.is_file() and file.is_relative_to(root.path) else None
    return None


def is_text(source: str) -> bool:
    """Whether the page was saved as plain text."""
    return source.lower().removesuffix(".gz").endswith(".txt")
