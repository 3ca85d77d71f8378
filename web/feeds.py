"""A search -> a feed, Atom or JSON Feed: the latest arrivals first, so that a rebuild announces nothing.

An entry's id is that of its statement, the same for ever and on every host; ``published`` is when the archive
first saw it, ``updated`` when it first saw its latest version.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from flask import Blueprint, Response, render_template, request, url_for

from corpus import Statement
from index.home import Home

from .addresses import Address, read_address, write_address
from .exports import find_all
from .present import say_date
from .views import answer_json, home_in_use

feeds = Blueprint("feeds", __name__)

ENTRIES = 50
SUMMARY = 400


@dataclass(frozen=True, slots=True)
class Arrival:
    """One entry; times in UTC."""

    statement: Statement
    link: str
    published: datetime
    updated: datetime

    @property
    def name(self) -> str:
        """The id of the entry."""
        return f"urn:onrecord:{self.statement.id}"

    @property
    def summary(self) -> str:
        """When it was issued, and how it begins."""
        text = " ".join(self.statement.text.split())
        short = text if len(text) <= SUMMARY else f"{text[:SUMMARY].rpartition(' ')[0]} …"
        return f"{say_date(self.statement.issued)}: {short}"


@feeds.get("/feed.atom")
def atom() -> Response:
    """The search as Atom (RFC 4287)."""
    address = read_address(request.args.items(multi=True))
    arrivals = tuple(list_arrivals(home_in_use(), address))
    text = render_template(
        "feed.xml", arrivals=arrivals, updated=latest(arrivals), **describe(address, ".atom")
    )
    return Response(text, content_type="application/atom+xml; charset=utf-8")


@feeds.get("/feed.json")
def json_feed() -> Response:
    """The search as JSON Feed 1.1."""
    address = read_address(request.args.items(multi=True))
    about = describe(address, ".json_feed")
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": about["title"],
        "home_page_url": about["page"],
        "feed_url": about["self"],
        "items": [to_item(arrival) for arrival in list_arrivals(home_in_use(), address)],
    }
    response = answer_json(feed)
    response.headers["Content-Type"] = "application/feed+json; charset=utf-8"
    return response


def describe(address: Address, endpoint: str) -> dict[str, str]:
    """The feed's title, its own address and that of the page."""
    query = write_address(address.turn(1))
    return {
        "title": f"On Record: {address.q}" if address.q.strip() else "On Record",
        "self": f"{url_for(endpoint, _external=True)}?{query}",
        "page": f"{url_for('pages.results', _external=True)}?{query}",
    }


def list_arrivals(home: Home, address: Address) -> Iterator[Arrival]:
    """The hits of a search that came last, latest first. Raises QueryError."""
    versions = {doc.id: doc.version for doc in find_all(home, address)}
    came = ((id, first, last) for id, first, last in home.archive.arrivals() if id in versions)
    for id, first, last in islice(came, ENTRIES):
        statement = home.archive.statement(id, versions[id])
        if statement:
            link = url_for("pages.statement", id=id, _external=True)
            yield Arrival(statement, link, moment(first), moment(last))


def moment(seconds: float) -> datetime:
    """A time in UTC, to the second."""
    return datetime.fromtimestamp(int(seconds), UTC)


def latest(arrivals: tuple[Arrival, ...]) -> datetime:
    """When anything in the feed changed last."""
    return max((arrival.updated for arrival in arrivals), default=moment(0))


def to_item(arrival: Arrival) -> dict[str, object]:
    """One item of a JSON Feed."""
    statement = arrival.statement
    item = {
        "id": arrival.name,
        "url": arrival.link,
        "external_url": statement.url,
        "title": statement.title,
        "content_text": statement.text,
        "summary": arrival.summary,
        "date_published": arrival.published.isoformat(),
        "date_modified": arrival.updated.isoformat(),
        "authors": [{"name": statement.issuer}] if statement.issuer else None,
        "tags": [statement.kind] if statement.kind else None,
        "language": statement.language,
    }
    return {name: value for name, value in item.items() if value}
