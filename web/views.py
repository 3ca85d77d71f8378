"""An address -> a page: the front page, the results, a statement, the guide, and the same results as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for

from corpus import Statement
from index.home import Home
from search import mark, search, similar, suggest, to_json
from search import statement as fetch_statement
from search.limits import LimitError, QueryError
from search.results import Results

from . import guide as rules
from .addresses import PAGE_SIZE, Address, AddressError, count_links, read_address, write_address
from .charts import Chart, chart_time
from .citations import Reference, write_line
from .differences import compare_facts, compare_texts
from .facets import COUNTED, count_values, list_chips, list_facets
from .forms import FORMS
from .overview import Overview, look_over
from .pager import ROOM, count_pages, list_orders, list_pages
from .present import group_removals, safe_link, set_paragraphs
from .sheet import QUOTES_SHOWN, list_editions, list_meta_tags, list_quotes, list_record

pages = Blueprint("pages", __name__)

CHART_ROOM = 100
ALIKE = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """A query that could not be read as typed, and the one that was run in its place."""

    reason: str
    repaired: str
    query: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Other words that find something."""

    text: str
    query: str


def home_in_use() -> Home:
    """The home this application answers from."""
    found: Home = current_app.extensions["onrecord"]
    return found


@pages.get("/")
def home() -> str:
    """The search box, and what is in the archive."""
    return render_template("home.html", overview=overview_now())


def overview_now() -> Overview:
    """The overview of the generation in use; made anew when an update has been swapped in."""
    known: dict[str, Overview] = current_app.extensions["onrecord.overviews"]
    name = home_in_use().open().name
    if name not in known:
        fresh = look_over(home_in_use())
        known.clear()
        known[name] = fresh
    return known[name]


@pages.get("/search")
def results() -> str | tuple[str, int]:
    """One page of hits; a query that can't be read as typed is repaired, with a notice."""
    address = read_address(request.args.items(multi=True))
    try:
        found, problem = find(address), None
    except LimitError:
        raise
    except QueryError as error:
        problem = Problem(error.reason, error.repaired, write_address(address.ask(error.repaired)))
        found = find(address.ask(error.repaired).turn(address.page))
    if address.page > count_pages(found.total - found.folded):
        return refuse_page(address, found.total - found.folded)
    return render_results(address, found, problem)


def find(address: Address) -> Results:
    """The hits of that address. Raises QueryError."""
    return search(
        address.q,
        home_in_use(),
        filters=address.filters,
        sort=address.sort.value,
        offset=address.offset,
        limit=PAGE_SIZE,
        facets=COUNTED,
    )


def render_results(address: Address, found: Results, problem: Problem | None) -> str:
    """The results page."""
    meant = found.suggestion
    return render_template(
        "results.html",
        address=address,
        q=address.q,
        results=found,
        problem=problem,
        suggestion=Suggestion(meant, write_address(address.ask(meant))) if meant else None,
        chips=list_chips(address),
        clear=write_address(address.clear()),
        facets=list_facets(found, address) if found.total else (),
        chart=chart_hits(found, address),
        orders=list_orders(address),
        pager=list_pages(address, found.total - found.folded),
        here=write_address(address.turn(1)),
        this=write_address(address),
        forms=FORMS,
        has_room=count_links(address) >= ROOM,
        address_of=lambda typed: write_address(address.ask(typed)),
    )


def chart_hits(found: Results, address: Address) -> Chart | None:
    """The hits over time; None where there is nothing to compare, or no room for the links of the bars."""
    if count_links(address) < CHART_ROOM:
        return None
    return chart_time(count_values(found, "year"), count_values(found, "month"), address)


def refuse_page(address: Address, total: int) -> tuple[str, int]:
    """There are hits, but not so many pages of them."""
    last = count_pages(total)
    way = {"href": f"{url_for('.results')}?{write_address(address.turn(last))}", "label": f"To page {last}"}
    there = "There is only one page" if last == 1 else f"There are {last:,} pages"
    sentence = f"{there} of results for this search; page {address.page:,} is past the end."
    return render_template("error.html", heading="No such page", sentence=sentence, way=way, status=404), 404


@pages.get("/search.json")
def results_json() -> Response:
    """What ``onrecord search --json`` prints; 400 with the reason where the query can't be read."""
    try:
        address = read_address(request.args.items(multi=True))
        found = search(
            address.q,
            home_in_use(),
            filters=address.filters,
            sort=address.sort.value,
            offset=address.offset,
            limit=PAGE_SIZE,
        )
    except QueryError as error:
        return answer_json(
            {"error": error.reason, "position": error.position, "repaired": error.repaired}, 400
        )
    except AddressError as error:
        return answer_json({"error": str(error)}, 400)
    return answer_json(to_json(found))


def answer_json(value: Any, status: int = 200) -> Response:
    """JSON as the command line prints it."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return Response(text, status, mimetype="application/json")


@pages.get("/suggest.json")
def suggest_json() -> Response:
    """How what is typed may go on, in the form browsers ask for in their own search box (OpenSearch)."""
    q = request.args.get("q", "")
    found = suggest(q, home_in_use())
    return answer_json([q, [one.query for one in found], [one.text for one in found]])


@pages.get("/statement/<id>")
def statement(id: str) -> str:
    """One statement, in its latest version or the one asked for, with the words of a query marked."""
    found = look_up(id, request.args.get("version", ""))
    q = request.args.get("q", "")
    marked = mark(found, q, home_in_use())
    paragraphs = set_paragraphs(found, marked.text.spans)
    versions = home_in_use().archive.versions(id)
    reference = refer_to(found)
    return render_template(
        "statement.html",
        q=q,
        statement=found,
        title=marked.title,
        paragraphs=paragraphs,
        matches=sum(paragraph.matches for paragraph in paragraphs),
        places=[paragraph.number for paragraph in paragraphs if paragraph.matches],
        original=safe_link(found.url),
        record=list_record(found),
        quotes=list_quotes(found),
        more_quotes=max(0, len(found.quotes) - QUOTES_SHOWN),
        removed=group_removals(found),
        editions=list_editions(versions),
        latest=max((version.version for version in versions), default=found.version),
        back=write_address(Address(q)),
        permalink=reference.permalink,
        meta_tags=list_meta_tags(found, reference.permalink),
        citation=write_line(reference),
        alike=similar(id, home_in_use(), ALIKE),
        forms=FORMS,
    )


@pages.get("/statement/<id>/changes")
def changes(id: str) -> str:
    """What changed between two versions of a statement."""
    after = look_up(id, request.args.get("to", ""))
    before = look_up(id, request.args.get("from", "") or str(max(1, after.version - 1)))
    return render_template(
        "changes.html",
        before=before,
        after=after,
        facts=compare_facts(before, after),
        changes=compare_texts(before.text, after.text),
    )


def look_up(id: str, version: str) -> Statement:
    """That version of that statement, or the latest. Raises NotFound and AddressError."""
    if version and not (version.isascii() and version.isdigit() and len(version) < 10):
        raise AddressError(f"“{version[:40]}” is no version; the first is 1.")
    found = fetch_statement(id, home_in_use(), version=int(version) if version else None)
    return found or abort(404)


def refer_to(statement: Statement) -> Reference:
    """The statement as it is cited from here, today."""
    permalink = url_for("pages.statement", id=statement.id, version=statement.version, _external=True)
    return Reference(statement, permalink, today())


def today() -> date:
    """The day of retrieval, in UTC."""
    return datetime.now(UTC).date()


@pages.get("/help")
def guide() -> str:
    """The query language on one page."""
    return render_template(
        "guide.html",
        rules=rules.RULES,
        fields=rules.list_fields(),
        address_of=lambda typed: write_address(Address(typed)),
    )


@pages.get("/healthz")
def healthz() -> Response:
    """Whether searches can be answered, for whatever watches the service; 503 comes from the error pages."""
    generation = home_in_use().open()
    return answer_json(
        {"status": "ok", "generation": generation.name, "statements": generation.statements.count()}
    )


@pages.get("/opensearch.xml")
def opensearch() -> Response:
    """The description by which a browser offers this archive in its own search box."""
    text = render_template("opensearch.xml")
    return Response(text, mimetype="application/opensearchdescription+xml")
