"""Errors -> friendly pages with the right status; a stack trace goes to the log and never to the screen."""

from __future__ import annotations

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from corpus.archive import ArchiveError
from index.engine import EngineError
from index.home import HomeError
from search.limits import QueryError

from .addresses import AddressError
from .originals import OriginalError
from .views import answer_json

HEADINGS = {
    400: "This can’t be searched",
    404: "Nothing at this address",
    405: "Not that way",
    500: "Something broke",
    503: "The archive can’t answer now",
}
SENTENCES = {
    400: "The address can’t be read. Start again from the front page.",
    404: "There is no page here. A statement that is linked to here may have left the archive.",
    405: "This address can only be read; nothing can be sent to it.",
    500: "That is our mistake, not yours. The server has written it to its log. Try again, or other words.",
}


def add_errors(app: Flask) -> None:
    """Every error of this application gets its page."""
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(AddressError, show_mistake)
    app.register_error_handler(QueryError, show_mistake)
    app.register_error_handler(OriginalError, show_absence)
    for kind in (HomeError, EngineError, ArchiveError):
        app.register_error_handler(kind, show_outage)


def show_http_error(error: HTTPException) -> Response:
    """What HTTP itself refuses, and our own failures."""
    status = error.code or 500
    response = show_error(status, SENTENCES.get(status, error.description or error.name))
    if allowed := error.get_response().headers.get("Allow"):
        response.headers["Allow"] = allowed
    return response


def show_mistake(error: Exception) -> Response:
    """What was asked can't be: over a limit, or no page number."""
    return show_error(400, str(error))


def show_absence(error: Exception) -> Response:
    """What there was is gone."""
    return show_error(404, str(error))


def show_outage(error: Exception) -> Response:
    """There is no index yet, or it can't be read; the error's own sentence says what to do."""
    return show_error(503, str(error))


def show_error(status: int, sentence: str) -> Response:
    """The error as a page, or as JSON where JSON was asked for."""
    if request.path.endswith(".json") or request.path == "/healthz":
        return answer_json({"error": sentence}, status)
    heading = HEADINGS.get(status, "This did not work")
    return Response(
        render_template("error.html", heading=heading, sentence=sentence, status=status),
        status,
        mimetype="text/html",
    )
