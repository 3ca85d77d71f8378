"""The archive: versions, duplicates, URLs not believed, pages that go, and files that are not ours."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Archive, ArchiveError, Facts
from corpus.resemblance import UNRELATED, measure_overlap
from corpus.statement import Reason, Rejected, Statement, digest_of, identify, to_json

URL = "https://example.org/press/1"
ONE = "The alliance will send two more batteries of air defence systems before winter, the minister said."
CORRECTED = ONE.replace("two", "three")
OTHER = "Die Ministerpräsidentin hat heute in Kiel den neuen Hafen eröffnet und den Arbeitern gedankt."


def digest(data: str) -> str:
    return hashlib.sha256(data.encode()).hexdigest()


def facts(source: str, data: str, saved: float = 1.0) -> Facts:
    return Facts(source, len(data), saved, digest(data), rules="r1")


def said(text: str, data: str = "", url: str | None = URL, source: str = "a") -> Statement:
    """A statement as the cleaner hands it over, its version not yet known."""
    return Statement(
        id=identify(url, None, source),
        title="A headline",
        text=text,
        url=url,
        source=source,
        digest=digest(data or text),
        issuer="Ministry",
        issued=date(2024, 1, 10),
        language="en",
    )


def keep(
    archive: Archive, source: str, text: str, data: str = "", saved: float = 1.0, url: str | None = URL
) -> object:
    """Keep a page whose bytes are ``data`` (its text unless given)."""
    return archive.keep(facts(source, data or text, saved), said(text, data, url, source))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive.db")


def current(archive: Archive) -> dict[str, tuple[int, str]]:
    return {found.id: (found.version, found.text) for found in archive.current()}


ID = digest_of(URL)


def test_a_statement_comes_back_as_it_was_kept(archive: Archive) -> None:
    kept = keep(archive, "a", ONE)
    assert isinstance(kept, Statement)
    assert kept == replace(said(ONE), version=1)
    assert list(archive.current()) == [kept]
    assert archive.statement(ID) == archive.statement(ID, 1) == kept
    assert archive.statement(ID, 2) is None
    assert archive.statement("0" * 16) is None


def test_other_bytes_with_another_text_are_the_next_version(archive: Archive) -> None:
    keep(archive, "a", ONE, saved=1)
    kept = keep(archive, "b", CORRECTED, saved=2)
    assert isinstance(kept, Statement)
    assert kept.version == 2
    assert current(archive) == {ID: (2, CORRECTED)}
    assert [found.text for found in archive.versions(ID)] == [ONE, CORRECTED]
    assert archive.statement(ID, 1) == replace(said(ONE), version=1)


def test_the_same_page_saved_over_is_the_next_version_whatever_it_says(archive: Archive) -> None:
    keep(archive, "a", ONE)
    kept = keep(archive, "a", OTHER, saved=2)
    assert isinstance(kept, Statement)
    assert (kept.id, kept.version) == (ID, 2)
    assert archive.disbelieved() == ()


def test_the_same_bytes_cleaned_again_replace_the_text_and_make_no_version(archive: Archive) -> None:
    keep(archive, "a", ONE + " Leave a Reply", data="bytes")
    kept = keep(archive, "a", ONE, data="bytes")
    assert isinstance(kept, Statement)
    assert kept.version == 1
    assert [found.text for found in archive.versions(ID)] == [ONE]


def test_other_bytes_with_the_same_text_are_a_duplicate(archive: Archive) -> None:
    keep(archive, "a", ONE, data="first")
    outcome = keep(archive, "b", ONE.replace(" ", "\n"), data="second")
    assert outcome == Rejected("b", Reason.DUPLICATE, "the same text as a")
    assert len(archive.versions(ID)) == 1
    entry = archive.page("b")
    assert entry is not None
    assert entry.rejected == outcome


def test_a_duplicate_keeps_the_statement_alive(archive: Archive) -> None:
    keep(archive, "a", ONE, data="first")
    keep(archive, "b", ONE, data="second")
    archive.forget(["a"])
    (left,) = archive.current()
    assert (left.id, left.version, left.source, left.digest) == (ID, 1, "b", digest("second"))
    entry = archive.page("b")
    assert entry is not None
    assert entry.rejected is None
    archive.forget(["b"])
    assert list(archive.current()) == []
    assert len(archive.versions(ID)) == 1


def test_the_same_page_saved_again_with_the_same_text_is_no_duplicate_of_itself(archive: Archive) -> None:
    keep(archive, "a", ONE, data="with one advertisement")
    kept = keep(archive, "a", ONE, data="with another", saved=2)
    assert isinstance(kept, Statement)
    assert (kept.version, kept.digest) == (1, digest("with another"))


def test_a_correction_taken_back_makes_the_first_version_current_again(archive: Archive) -> None:
    keep(archive, "a", ONE, saved=1)
    keep(archive, "b", CORRECTED, saved=2)
    keep(archive, "c", ONE, data="taken back", saved=3)
    assert current(archive) == {ID: (1, ONE)}
    assert len(archive.versions(ID)) == 2


def test_an_older_save_that_comes_late_is_a_version_and_not_the_current_one(archive: Archive) -> None:
    keep(archive, "new", CORRECTED, saved=5)
    kept = keep(archive, "old", ONE, saved=4)
    assert isinstance(kept, Statement)
    assert kept.version == 2
    assert current(archive) == {ID: (1, CORRECTED)}


def test_when_the_newest_page_goes_the_one_before_is_current(archive: Archive) -> None:
    keep(archive, "a", ONE, saved=1)
    keep(archive, "b", CORRECTED, saved=2)
    assert archive.forget(["b", "never seen"]) == 1
    assert current(archive) == {ID: (1, ONE)}
    assert [found.version for found in archive.versions(ID)] == [1, 2]
    archive.forget(["a"])
    last = archive.statement(ID)
    assert last is not None
    assert last.version == 2, "nothing holds it: the last there was"


def test_a_page_that_comes_back_is_the_version_it_was(archive: Archive) -> None:
    keep(archive, "a", ONE, saved=1)
    keep(archive, "b", CORRECTED, saved=2)
    archive.forget(["a", "b"])
    kept = keep(archive, "b", CORRECTED, saved=2)
    assert isinstance(kept, Statement)
    assert kept.version == 2


def test_a_url_that_unrelated_pages_share_is_not_believed(archive: Archive, tmp_path: Path) -> None:
    keep(archive, "a", ONE)
    keep(archive, "a2", CORRECTED)
    kept = keep(archive, "b", OTHER)
    assert isinstance(kept, Statement)
    assert kept.id == identify(None, None, "b")
    assert kept.provenance["url"].confidence == 0.0
    assert current(archive) == {
        digest_of("a"): (1, ONE),
        digest_of("a2"): (1, CORRECTED),
        digest_of("b"): (1, OTHER),
    }
    (shared,) = archive.disbelieved()
    assert (shared.url, shared.sources) == (URL, ("a", "a2", "b"))
    assert len(archive.versions(ID)) == 2, "history stays"
    archive.close()

    again = Archive(tmp_path / "archive.db")
    keep(again, "c", ONE)
    keep(again, "b", OTHER)
    assert set(current(again)) == {digest_of(source) for source in ("a", "a2", "b", "c")}


def test_a_url_is_disbelieved_only_against_pages_that_are_there(archive: Archive) -> None:
    keep(archive, "a", ONE)
    archive.forget(["a"])
    kept = keep(archive, "b", OTHER)
    assert isinstance(kept, Statement)
    assert (kept.id, kept.version) == (ID, 2)


def test_pages_of_one_path_id_are_never_disbelieved(archive: Archive) -> None:
    for number, text in enumerate((ONE, OTHER, CORRECTED), 1):
        kept = keep(archive, "a", text, url=None)
        assert isinstance(kept, Statement)
        assert (kept.id, kept.version) == (digest_of("a"), number)
    assert archive.disbelieved() == ()


def test_a_rejected_page_is_remembered_with_its_reason(archive: Archive) -> None:
    keep(archive, "a", ONE)
    outcome = archive.keep(facts("a", "now empty", 2), Rejected("a", Reason.EMPTY, "no bytes"))
    assert outcome == Rejected("a", Reason.EMPTY, "no bytes")
    assert list(archive.current()) == []
    assert [entry.rejected for entry in archive.pages()] == [outcome]
    assert archive.counts().reasons == {"empty": 1}


def test_pages_below_a_source_are_those_and_no_others(archive: Archive) -> None:
    sources = ["press", "press/a", "press/b/c", "press-2/a", "press.html", "presse/a"]
    for source in sources:
        archive.keep(facts(source, ""), Rejected(source, Reason.EMPTY))
    below = [entry.facts.source for entry in archive.pages("press")]
    assert below == ["press", "press/a", "press/b/c"]
    assert [entry.facts.source for entry in archive.pages("press/b")] == ["press/b/c"]
    assert len(list(archive.pages())) == len(sources)


def test_counts(archive: Archive) -> None:
    keep(archive, "a", ONE)
    keep(archive, "b", CORRECTED, saved=2)
    keep(archive, "c", OTHER, url=None)
    counts = archive.counts()
    assert (counts.pages, counts.statements, counts.versions) == (3, 2, 3)
    assert counts.issuers == {"Ministry": 2}
    assert counts.years == {"2024": 2}
    assert counts.languages == {"en": 2}


def test_half_a_character_never_reaches_the_database(archive: Archive) -> None:
    outcome = keep(archive, "a", ONE, url=None)
    outcome = archive.keep(facts("b", "x"), replace(said(ONE), title="\ud800"))
    assert isinstance(outcome, Rejected)
    assert outcome.reason is Reason.BAD_ENCODING


def test_a_transaction_is_kept_as_a_whole_or_not_at_all(archive: Archive) -> None:
    def interrupted() -> None:
        with archive.transaction():
            keep(archive, "a", ONE)
            assert len(list(archive.pages())) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(archive.pages()) == []
    with archive.transaction():
        keep(archive, "a", ONE)
    assert len(list(archive.pages())) == 1


def test_many_threads_read_while_one_writes(archive: Archive) -> None:
    keep(archive, "a", ONE)
    done = threading.Event()

    def read() -> set[int]:
        seen = set()
        while not done.is_set():
            found = archive.statement(ID)
            assert found is not None
            seen.add(found.version)
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            with archive.transaction():
                keep(archive, "b", CORRECTED, saved=2)
            for number in range(20):
                keep(archive, f"p{number}", f"{ONE} And {number} more words.", url=None)
        finally:
            done.set()
        for reader in readers:
            assert reader.result() <= {1, 2}
    assert len(list(archive.current())) == 21


def test_what_was_committed_survives_a_kill(tmp_path: Path) -> None:
    script = """
import sys
from corpus.archive import Archive, Facts
from corpus.statement import Statement
archive = Archive(sys.argv[1])
for number in range(100_000):
    source = f"p{number}"
    statement = Statement(id=f"{number:016x}", title="t", text=source, digest=source)
    archive.keep(Facts(source, 1, 1.0, source), statement)
    print(number, flush=True)
"""
    path = tmp_path / "archive.db"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        acknowledged = [int(child.stdout.readline()) for _ in range(30)]
        os.kill(child.pid, signal.SIGKILL)
        acknowledged += [int(line) for line in child.stdout]
    archive = Archive(path)
    assert archive.faults() == []
    kept = [int(found.id, 16) for found in archive.current()]
    assert kept[: len(acknowledged)] == acknowledged


def test_the_database_of_another_program_is_never_touched(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE bookmarks (url TEXT)")
    foreign.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="another program"):
        Archive(path)
    assert path.read_bytes() == before


def test_an_archive_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive(path).close()
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(ArchiveError, match="newer On Record"):
        Archive(path)


@pytest.mark.parametrize("data", [b"no database at all" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_gets_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match="is damaged or no database"):
        Archive(path)


def test_a_folder_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be opened"):
        Archive(tmp_path / "missing" / "archive.db")


def test_an_archive_that_another_process_writes_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.database.WAIT", 0.1)
    archive = Archive(tmp_path / "archive.db")
    other = sqlite3.connect(tmp_path / "archive.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    archive.close()
    with pytest.raises(ArchiveError, match="being written by another process"):
        keep(archive, "a", ONE)
    other.execute("ROLLBACK")
    other.close()
    assert isinstance(keep(archive, "a", ONE), Statement)


def test_a_full_disk_gets_a_sentence_and_loses_nothing(archive: Archive) -> None:
    keep(archive, "a", ONE)
    with archive._database.reading() as connection:
        connection.execute("PRAGMA max_page_count = 20")
    with pytest.raises(ArchiveError, match="disk is full"):
        keep(archive, "b", "many words " * 20_000, url=None)
    assert current(archive) == {ID: (1, ONE)}
    assert archive.faults() == []


def test_damage_is_found(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    archive = Archive(path)
    for number in range(50):
        keep(archive, f"p{number}", f"{number} " * 200, url=None)
    archive.close()
    data = bytearray(path.read_bytes())
    data[8192:20000] = b"\xa5" * (20000 - 8192)
    path.write_bytes(data)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    assert find_faults(path) != []


def find_faults(path: Path) -> list[str]:
    try:
        return Archive(path).faults()
    except ArchiveError as error:
        return [str(error)]


texts = st.sampled_from([ONE, CORRECTED, OTHER, "short"])
sources = st.sampled_from(["a", "b", "c", "d"])
steps = st.one_of(
    st.tuples(st.just("keep"), sources, texts, st.sampled_from(["w", "x", "y", "z"]), st.integers(0, 3)),
    st.tuples(st.just("forget"), sources),
    st.tuples(st.just("reject"), sources),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=12))
def test_whatever_happens_no_version_is_lost_and_no_page_is_dropped(steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder, "archive.db")) as archive:
        held: dict[str, object] = {}
        for what, source, *rest in steps:
            assert isinstance(source, str)
            before = {found.id: len(archive.versions(found.id)) for found in archive.current()}
            if what == "keep":
                text, data, saved = rest
                outcome = keep(archive, source, str(text), str(data), float(str(saved)))
                held[source] = outcome
            elif what == "reject":
                held[source] = archive.keep(facts(source, ""), Rejected(source, Reason.EMPTY))
            else:
                archive.forget([source])
                held.pop(source, None)
            assert all(len(archive.versions(id)) >= count for id, count in before.items())
            check_consistent(archive, set(held))


def check_consistent(archive: Archive, sources: set[str]) -> None:
    entries = {entry.facts.source: entry for entry in archive.pages()}
    assert set(entries) == sources
    holding = {entry.statement for entry in entries.values() if entry.statement}
    live = list(archive.current())
    assert [found.id for found in live] == sorted(holding)
    for found in live:
        holder = entries[str(found.source)]
        assert (holder.statement, holder.version, holder.rejected) == (found.id, found.version, None)
        assert [version.version for version in archive.versions(found.id)] == list(
            range(1, len(archive.versions(found.id)) + 1)
        )
    for shared in archive.disbelieved():
        assert digest_of(shared.url) not in holding
    assert archive.faults() == []


@given(st.text(), st.text())
def test_overlap_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    assert measure_overlap(one, other) == measure_overlap(other, one)
    assert 0 <= measure_overlap(one, other) <= 1
    assert measure_overlap(one, one) == 1


def test_overlap_tells_a_correction_from_another_text() -> None:
    assert measure_overlap(ONE, CORRECTED) > UNRELATED
    assert measure_overlap(ONE, OTHER) < UNRELATED
    assert measure_overlap("北约将向乌克兰提供更多防空系统", "北约将向乌克兰提供三套防空系统") > UNRELATED


def test_json_in_the_archive_is_the_one_serialisation(archive: Archive) -> None:
    kept = keep(archive, "a", ONE)
    assert isinstance(kept, Statement)
    with sqlite3.connect(archive.path) as raw:
        ((line,),) = raw.execute("SELECT json FROM statements").fetchall()
    raw.close()
    assert '"id":"' + str(to_json(kept)["id"]) in line
