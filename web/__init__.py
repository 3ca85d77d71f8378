"""The page: results and statements as a reader meets them. Knows Flask; holds no search logic.

Start with ``create_app`` below, then ``views.py`` (address -> page). ``addresses.py`` is the address bar in
both directions; ``present.py`` makes all markup, escaped once; ``facets.py``, ``charts.py`` and ``pager.py``
prepare what the templates print; ``errors.py`` and ``headers.py`` hold for every answer. ``commands.py`` is
``onrecord demo`` and ``onrecord serve``; ``cli.py`` the whole ``onrecord`` command.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

from index.home import Home

from . import present
from .errors import add_errors
from .exports import exports
from .feeds import feeds
from .headers import add_headers
from .originals import originals
from .views import pages

__all__ = ["create_app"]

SHOWN = (
    present.direction,
    present.host_of,
    present.judge,
    present.judge_field,
    present.mark_up,
    present.say_date,
    present.say_language,
)
MAX_REQUEST = 64 * 1024
YEAR = 365 * 24 * 3600
"""How long a browser may keep a static file: its address changes when the file does."""


def create_app(home: Home | Path | str = "var") -> Flask:
    """The application that answers from one home; it opens the index at each request, so an update shows."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.extensions["onrecord"] = home if isinstance(home, Home) else Home(Path(home))
    app.extensions["onrecord.overviews"] = {}
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update({show.__name__: show for show in SHOWN}, asset=asset)
    for part in (pages, exports, feeds, originals):
        app.register_blueprint(part)
    app.after_request(add_headers)
    add_errors(app)
    return app


def asset(name: str) -> str:
    """The address of a static file, which changes when the file does."""
    return url_for("static", filename=name, v=digest_of_asset(name))


@cache
def digest_of_asset(name: str) -> str:
    """A few hex digits of the file's SHA-256; read once in the life of a process."""
    data = (Path(__file__).parent / "static" / name).read_bytes()
    return hashlib.sha256(data).hexdigest()[:12]
