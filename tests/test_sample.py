"""The promises of the sample corpus: its shapes, its languages, and that it travels with the wheel.

The story, for those who write a test or a screenshot from it. All of it is invented.

*Varland* (capital Skarholm, parliament the Lagmoot) faces *Kestria* (capital Tavesh) across the River Ulde.
Varland belongs to the Straits Alliance in Port Ellan, the capital of *Merrow*; other members are *Nordauen*
(German), *Vauclarie* (French), *Kovylia* (Ukrainian), *Legovia* (Polish), Falmark and the Calder Isles.
*Tamarack* builds the Halberd battery, *Altamar* (Spanish) sits on the Council of Peace of the Assembly of
Nations, *Marjan* (Arabic) mediates, the *Concord* trades.

=============  =====================================================================================
2023-09-14     the Alliance declares integrated air defence and notes that the Ulde valley has none
2023-10-03     Tamarack approves the sale of a Halberd battery, to be built "right and on time"
2023-11-20     seven drones cross the Ulde at Brennick; Kestria denies (11-21), the Alliance meets
               (11-22), Merrow sends a frigate (11-23), the Council hears both (11-24)
2023-12-05     Kovylia offers to train Varland's gun crews
2023-12-12     Kestria bans exports of germanium; the Concord protests (12-14)
2024-01-10     eight members order 600 interceptors (the page saved as plain text)
2024-01-15     the maker is late for want of germanium; Varland says so (01-16, changed on 02-02), the
               Lagmoot debates it (01-23), Nordauen lends a battery (01-25)
2024-02-08     drones and false commands put out the substation at Holm Lindet; two people die
2024-02-09     the Prime Minister answers questions; so does Kestria's spokeswoman
2024-02-12     joint statement of three prime ministers, and what they answered; cyber alert (02-14),
               Altamar's offer (02-15), a radar from Vauclarie (02-21), a hearing (02-27), a budget
               (02-29), a speech (03-04)
2024-03-11     flood: it takes precedence over the exercise Steady Lantern (03-12); the weir at Tarsk
               (03-13), a hydrological bulletin (03-14), pumps from Kovylia (03-14), Rescue Five (03-18)
2024-04-09     shells on Brennick; mourning in Moorhausen, the Relief Coordinator (04-10), the
               minister's resignation (04-18), a neighbour succeeds him (04-19)
2024-05-16     the central bank counts what the winter cost
2024-05-28     Marjan invites; the communiqué (06-11), the voices after it (06-12), observers (07-03)
2024-09-09     the Halberd battery is complete
2025-02-08     a year after Holm Lindet
=============  =====================================================================================

Who denies what: Foreign Minister Belsk says on 2023-11-21 that no Kestrian aircraft was in the air, and on
2024-06-12 that he had been told so. Senator Abernathy promises "right and on time"; Chairman Whitcomb
remembers the sentence. The embassy page of 2023-11-22 is a near-duplicate of the ministry's of 11-21.
"""

from __future__ import annotations

import gzip
import re
import tomllib
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from corpus import Page, Reason, Rejected, Statement, clean, name_roots, read_page, walk

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpus" / "sample"
FILES = sorted(path for path in SAMPLE.iterdir() if path.is_file())
VERSIONS = {"varland-materiel-halberd-delivery.1.html", "varland-materiel-halberd-delivery.2.html"}
FAMILY_HOST = "www.straitsalliance.example"

_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>", re.IGNORECASE)
_CLASS = re.compile(r"""\b(?:class|id)\s*=\s*["']([^"']*)""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s([a-zA-Z:-]+)\s*=")
_CANONICAL = re.compile(r"""<link[^>]*?rel=["']?canonical[^>]*>""", re.IGNORECASE)
_HREF = re.compile(r"""href=["']([^"']+)""", re.IGNORECASE)

SHAPES = {
    "WordPress with a comment form": [
        "varland-mod-airspace-brennick.html", 'id="respond"', "sharedaddy", "jp-relatedposts"
    ],
    "a second WordPress theme": ["varland-homeguard-steady-lantern.html", 'id="respond"', "ast-"],
    "a third, with comments": ["valley-list-aker-brandal.html", 'id="respond"', "et_pb_post", "commentlist"],
    "a German comment form": ["moorhausen-trauer.html", "Schreibe einen Kommentar"],
    "Drupal 7": ["varnett-holm-lindet.html", "field-name-body"],
    "Drupal 10": ["varland-interior-flood.html", "field--name-body", "data-history-node-id"],
    "GOV.UK-like": ["merrow-foreign-secretary-brennick.html", "govspeak", "gem-c-metadata"],
    "US Congress": ["tamarack-abernathy-halberd.html", "main_page_title", "index.cfm"],
    "Elementor": ["corvane-halberd-schedule.html", "elementor-widget-theme-post-content"],
    "tables and fonts": ["kestria-mfa-reply.html", "<FONT", "CELLPADDING"],
    "ECL": ["concord-commission-germanium.html", "ecl-site-header"],
    "UN-like": ["assembly-council-brennick.html", "meetings-coverage"],
    "German ministry": ["nordauen-bmvg-leihbatterie.html", "Government Site Builder"],
    "French ministry": ["vauclarie-defense-radar.html", "fr-header"],
    "Q: and A:": ["varland-pm-press-conference.html", "<strong>Q:</strong>", "<strong>A:</strong>"],
    "a transcript with names": ["lagmoot-debate-air-defence.html", "Siv Aker (Valley List):"],
    "turns in capitals": ["merrow-pm-joint-press-conference.html", "PRIME MINISTER LOWAN:", "<p>Q    "],
    "a joint statement": ["varland-mfa-joint-statement.html", "We, the Prime Ministers"],
    "a speech": ["straits-alliance-news-224410.html", "(Check against delivery)"],
    "footnotes": ["varland-bank-governor-winter.html", "Return to text"],
    "notes to editors": ["merrow-foreign-secretary-brennick.html", "Notes to editors"],
    "a table of names": ["varland-airforce-rescue-five.htm", "Johanna Skov", "Mina Castellan"],
    "the client's case": [
        "straits-alliance-joint-order.txt", "\n\nBy\n\n", "Wednesday (10 January 2024)", "Leave a Reply"
    ],
    "text with share lines": ["varland-general-staff-shelling.txt", "By admin", "Share this:"],
    "preformatted text": ["observer-mission-report-1.html", "<PRE>"],
}  # fmt: skip

ENCODINGS = {
    "kestria-trade-germanium.html": "windows-1251",
    "kovylia-rescue-pumps.html": "koi8-u",
    "nordauen-gewaesserkunde-ulde.html": "iso-8859-1",
}


def content(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def source(name: str) -> str:
    return content(SAMPLE / name).decode("utf-8", "replace")


def canonical(markup: str) -> str:
    link = _CANONICAL.search(markup)
    address = _HREF.search(link[0]) if link else None
    return address[1] if address else ""


def skeleton(markup: str) -> frozenset[str]:
    """What a template leaves on its pages: the tags with their attributes, the classes and ids."""
    marks = set()
    for tag, rest in _TAG.findall(markup):
        marks.add(f"{tag} {' '.join(sorted(_ATTRIBUTE.findall(rest)))}")
        for names in _CLASS.findall(rest):
            marks.update(re.sub(r"\d+", "0", name) for name in names.split())
    return frozenset(marks)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of marks that two skeletons have in common (Jaccard)."""
    return len(one & other) / len(one | other)


@pytest.fixture(scope="module")
def results() -> list[Statement | Rejected]:
    found = walk(name_roots([SAMPLE]))
    pages = [place if isinstance(place, Rejected) else read_page(place) for place in found]
    return [clean(page) if isinstance(page, Page) else page for page in pages]


@pytest.fixture(scope="module")
def statements(results: list[Statement | Rejected]) -> list[Statement]:
    return [result for result in results if isinstance(result, Statement)]


def test_there_are_enough_pages() -> None:
    assert len(FILES) >= 44
    assert {"".join(path.suffixes[-2:]) for path in FILES} >= {".txt", ".htm", ".xhtml", ".html.gz"}


def test_nothing_else_lies_in_the_folder(results: list[Statement | Rejected]) -> None:
    assert len(results) == len(FILES)


def test_one_page_is_no_statement_and_the_others_are(results: list[Statement | Rejected]) -> None:
    rejected = [(result.page, result.reason) for result in results if isinstance(result, Rejected)]
    assert rejected == [("sample/varland-portal-search.html", Reason.NOT_A_STATEMENT)]


def test_there_are_languages_enough(statements: list[Statement]) -> None:
    languages = Counter((statement.language or "").split("-")[0] for statement in statements)
    assert set(languages) >= {"en", "de", "fr", "uk", "ru", "es", "pl", "ar"}
    assert languages["en"] > len(statements) / 2
    assert languages["de"] >= 3


def test_all_kinds_are_there(statements: list[Statement]) -> None:
    kinds = {statement.kind for statement in statements}
    assert kinds >= {
        "press release", "statement", "speech", "transcript", "joint statement", "communiqué", "condolence"
    }  # fmt: skip


def test_lengths_differ(statements: list[Statement]) -> None:
    words = sorted(len(statement.text.split()) for statement in statements)
    assert words[0] <= 40
    assert words[-1] >= 800


def test_no_day_lies_outside_the_story(statements: list[Statement]) -> None:
    days = [statement.issued for statement in statements if statement.issued]
    assert len(days) >= len(statements) - 2
    assert (min(days).year, max(days).year) == (2023, 2025)


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_the_shape_is_there(shape: str) -> None:
    name, *signs = SHAPES[shape]
    text = source(name)
    assert [sign for sign in signs if sign not in text] == []


@pytest.mark.parametrize("name", sorted(ENCODINGS))
def test_the_page_is_in_the_encoding_that_it_declares(name: str) -> None:
    data = content(SAMPLE / name)
    assert f"charset={ENCODINGS[name]}".encode() in data
    assert data.decode("cp1252" if ENCODINGS[name] == "iso-8859-1" else ENCODINGS[name])
    with pytest.raises(UnicodeDecodeError):
        data.decode()


def test_one_page_breaks_its_encoding() -> None:
    data = content(SAMPLE / "brennick-mayor.html")
    assert b"charset=utf-8" in data
    assert b"caf\xe9" in data
    assert "°".encode() in data
    with pytest.raises(UnicodeDecodeError):
        data.decode()


def test_no_two_pages_share_a_template_but_one_family() -> None:
    skeletons = {path.name: skeleton(content(path).decode("utf-8", "replace")) for path in FILES}
    skeletons = {name: marks for name, marks in skeletons.items() if marks}
    pairs = {
        pair
        for pair in combinations(sorted(skeletons), 2)
        if likeness(skeletons[pair[0]], skeletons[pair[1]]) > 0.5
    }
    family = [name for name in skeletons if urlsplit(canonical(source(name))).netloc == FAMILY_HOST]
    assert len(family) == 4
    assert pairs == {*combinations(sorted(family), 2), tuple(sorted(VERSIONS))}


def test_pages_saved_as_text_are_at_least_two() -> None:
    assert sum(path.suffix == ".txt" for path in FILES) >= 2


def test_hosts_are_reserved_for_examples_and_hardly_ever_shared() -> None:
    hosts = defaultdict(set)
    for path in FILES:
        if address := canonical(content(path).decode("utf-8", "replace")):
            hosts[urlsplit(address).netloc].add(path.name)
    assert all(host.endswith((".example", ".example.org")) for host in hosts)
    shared = {host: names for host, names in hosts.items() if len(names) > 1}
    assert set(shared) == {FAMILY_HOST, "www.materiel.varland.example"}
    assert shared["www.materiel.varland.example"] == VERSIONS


def test_two_versions_of_one_page_lie_in_the_order_of_saving(statements: list[Statement]) -> None:
    versions = [statement for statement in statements if Path(statement.source or "").name in VERSIONS]
    first, second = versions
    assert (first.source or "") < (second.source or "")
    assert first.id == second.id
    assert first.text != second.text
    assert first.digest != second.digest


def test_one_page_nearly_repeats_another_issuers(statements: list[Statement]) -> None:
    texts = {Path(statement.source or "").stem: statement for statement in statements}
    original = texts["varland-mod-airspace-brennick"]
    copy = texts["varland-embassy-merrow-brennick"]
    shared = set(original.text.split("\n\n")) & set(copy.text.split("\n\n"))
    assert original.issuer != copy.issuer
    assert len(shared) >= 2
    assert original.text != copy.text


def test_air_defence_runs_through_the_story(statements: list[Statement]) -> None:
    phrase = re.compile(r"\bair defen[cs]e\b", re.IGNORECASE)
    telling = [s for s in statements if (s.language or "").startswith("en") and phrase.search(s.text)]
    assert len(telling) >= 25
    assert len({statement.issuer for statement in telling}) >= 15


def test_the_sample_travels_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    build = project["tool"]["hatch"]["build"]
    assert "corpus" in build["targets"]["wheel"]["packages"]
    assert not {"exclude", "only-include"} & set(build["targets"]["wheel"])
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not {"corpus", "corpus/", "sample", "sample/", "*.txt", "*.html", "*.gz"} & set(ignored)
