"""One home: generations swapped in whole, one writer at a time, and a sentence for whatever is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from corpus.archive import ArchiveError, Facts
from corpus.page import Root
from corpus.statement import Statement, digest_of
from index import analysis
from index.assembly import assemble
from index.builder import show_nothing
from index.generation import (
    MANIFEST,
    File,
    Manifest,
    carry_over,
    digest_file,
    find_damage,
    read_manifest,
    seal,
)
from index.home import Home, HomeError
from index.query import Query
from index.schema import SCHEMA_VERSION
from index.settings import Settings


def archive(home: Home, *texts: str, language: str = "en") -> None:
    """Keep one statement for each text, under its own source."""
    for text in texts:
        facts = Facts(text, len(text), 1.0, digest_of(text))
        statement = Statement(id=digest_of(text), title=f"On {text}", text=text, language=language)
        home.archive.keep(facts, statement)


def make(home: Home, *texts: str, engine: str = "memory", fresh: bool = False, language: str = "en") -> None:
    """Keep the texts, and bring the index to what the archive holds."""
    with home.writing():
        archive(home, *texts, language=language)
        assemble(home, engine, fresh, jobs=1, progress=show_nothing)


def indexed(home: Home) -> set[str]:
    return {doc.id for doc in home.open().statements.search(Query(limit=1000)).docs}


def ids(*texts: str) -> set[str]:
    return {digest_of(text) for text in texts}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.mark.parametrize("engine", ["memory", "tantivy"])
def test_a_generation_holds_what_the_archive_holds(home: Home, engine: str) -> None:
    make(home, "one", "two", engine=engine)
    generation = home.open()
    assert indexed(home) == ids("one", "two")
    assert (generation.name, generation.statements.count(), generation.quotes.count()) == ("1", 2, 0)
    assert generation.languages == ("en",)
    assert home.open() is generation
    make(home, "three", engine=engine)
    assert home.open().name == "2"
    assert indexed(home) == ids("one", "two", "three")
    home.archive.forget(["two"])
    make(home, engine=engine)
    assert indexed(home) == ids("one", "three")
    current = home.current()
    assert current is not None
    assert list(find_damage(*current)) == []


@pytest.mark.parametrize("engine", ["memory", "tantivy"])
def test_a_reader_keeps_the_generation_it_opened(home: Home, engine: str) -> None:
    make(home, "one", engine=engine)
    old = home.open()
    make(home, "two", engine=engine)
    assert home.open() is not old
    assert [doc.id for doc in old.statements.search(Query()).docs] == [digest_of("one")]
    assert indexed(home) == ids("one", "two")


def test_nothing_new_makes_no_generation(home: Home) -> None:
    make(home, "one")
    make(home)
    assert home.open().name == "1"
    make(home, fresh=True)
    assert home.open().name == "2"


def test_only_the_current_generation_and_the_one_before_are_kept(home: Home) -> None:
    for text in ("one", "two", "three", "four"):
        make(home, text)
    assert {path.name for path in (home.path / "generations").iterdir()} == {"3", "4"}


def test_many_swaps_leave_no_file_open(home: Home) -> None:
    handles = Path("/proc/self/fd")
    if not handles.exists():
        pytest.skip("this system does not list open files")
    make(home, "zero", engine="tantivy")
    open_at = []
    for number in range(6):
        make(home, f"text {number}", engine="tantivy")
        indexed(home)
        open_at.append(len(list(handles.iterdir())))
    assert open_at[-1] <= open_at[2] + 8, f"open files after each swap: {open_at}"


def test_threads_read_whole_generations_while_one_writes(home: Home) -> None:
    """Statements come in pairs: a reader that sees an odd number has seen a mixture."""
    make(home, "a0", "b0", engine="tantivy")
    done = threading.Event()

    def read() -> int:
        looked = 0
        while not done.is_set():
            generation = home.open()
            total = generation.statements.search(Query()).total
            assert total % 2 == 0
            assert total == generation.manifest.statements
            looked += 1
            time.sleep(0.002)
        return looked

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            for number in range(1, 5):
                make(home, f"a{number}", f"b{number}", engine="tantivy")
        finally:
            done.set()
        assert all(reader.result() > 0 for reader in readers)
    assert len(indexed(home)) == 10


def test_languages_are_those_of_one_percent_or_more(home: Home) -> None:
    make(home, *(f"english {number}" for number in range(110)))
    make(home, "deutsch 1", "deutsch 2", language="de")
    make(home, "français", language="fr")
    assert home.open().languages == ("en", "de")


def test_vectors_follow_the_statements_and_leave_the_generation_before_alone(home: Home) -> None:
    texts = [f"winter {number % 7} harbour {number % 11} bridge {number % 13}" for number in range(300)]
    make(home, *(f"{text} number {number}" for number, text in enumerate(texts)))
    old = home.open()
    assert old.vectors is not None
    before = {name: file.digest for name, file in old.manifest.files.items() if name.startswith("vectors/")}
    make(home, "one more about a harbour in winter")
    new = home.open()
    assert new.vectors is not None
    assert (len(old.vectors.ids), len(new.vectors.ids)) == (300, 301)
    folder = home.path / "generations" / old.name
    assert before
    assert {name: digest_file(folder / name) for name in before} == before
    current = home.current()
    assert current is not None
    assert list(find_damage(*current)) == []


def test_before_the_first_build_every_question_says_how_to_begin(home: Home) -> None:
    with pytest.raises(HomeError, match=r"no index in .* yet\. Run: onrecord build PATH… --home "):
        home.open()
    with pytest.raises(HomeError, match=r"nothing in .* yet"):
        _ = home.archive
    assert home.current() is None
    assert home.roots == ()
    assert not home.path.exists(), "asking makes nothing"


def test_an_archive_without_an_index_says_how_to_go_on(home: Home) -> None:
    with home.writing():
        archive(home, "one")
    with pytest.raises(HomeError, match="Run: onrecord update"):
        home.open()


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '{"generation": "../../etc"}', '{"generation": 1}'])
def test_a_damaged_current_says_what_to_do_and_can_be_mended(home: Home, line: str) -> None:
    make(home, "one")
    (home.path / "current").write_text(line)
    with pytest.raises(HomeError, match=r"is damaged .*Run: onrecord build --from-archive"):
        home.open()
    make(home, "two", fresh=True)
    assert indexed(home) == ids("one", "two")


def test_a_current_of_another_encoding_says_what_to_do(home: Home) -> None:
    make(home, "one")
    (home.path / "current").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(HomeError, match="onrecord build --from-archive"):
        home.open()


def test_every_flipped_bit_of_a_manifest_is_found(home: Home) -> None:
    make(home, "one")
    current = home.current()
    assert current is not None
    path = current[0] / MANIFEST
    data = path.read_bytes()
    for place in range(0, len(data), 7):
        flipped = bytearray(data)
        flipped[place] ^= 1 << place % 8
        path.write_bytes(flipped)
        with pytest.raises(HomeError, match="is damaged"):
            Home(home.path).open()
    path.write_bytes(data)
    assert len(indexed(Home(home.path))) == 1


@pytest.mark.parametrize("whole", [0, 10**9])
def test_damage_is_found_before_an_engine_reads_it(
    home: Home, monkeypatch: pytest.MonkeyPatch, whole: int
) -> None:
    """Large files are compared by size when they are opened, small ones by their bytes."""
    monkeypatch.setattr("index.home.READ_WHOLE", whole)
    make(home, *(f"text {number}" for number in range(20)), engine="tantivy")
    current = home.current()
    assert current is not None
    folder, manifest = current
    for name in manifest.files:
        path = folder / name
        data = path.read_bytes()
        flipped = bytearray(data)
        flipped[len(data) // 2] ^= 8
        path.write_bytes(flipped)
        assert list(find_damage(folder, manifest)) == [(name, "changed")]
        if whole:
            with pytest.raises(HomeError, match="changed"):
                Home(home.path).open()
        path.write_bytes(data[:-1])
        with pytest.raises(HomeError, match="cut short"):
            Home(home.path).open()
        path.unlink()
        with pytest.raises(HomeError, match="missing"):
            Home(home.path).open()
        path.write_bytes(data)
    (folder / "statements" / "stray").write_text("")
    assert list(find_damage(folder, manifest)) == [("statements/stray", "extra")]


def test_damage_to_a_linked_file_is_not_sworn_to_by_the_next_generation(tmp_path: Path) -> None:
    before, after = tmp_path / "1", tmp_path / "2"
    (before / "statements").mkdir(parents=True)
    (before / "statements" / "a.idx").write_bytes(b"kept as it is")
    (before / "statements" / "meta.json").write_bytes(b"written anew")
    (before / "statements" / "writer.lock").write_bytes(b"")
    plain = manifest_of("memory")
    known = read_manifest(before, seal(before, plain))
    carry_over(before, after)
    assert sorted(path.name for path in (after / "statements").iterdir()) == ["a.idx", "meta.json"]
    (after / "statements" / "meta.json").write_bytes(b"another")
    (before / "statements" / "a.idx").write_bytes(b"kept As it is")
    sealed = read_manifest(after, seal(after, plain, before, known))
    assert list(find_damage(after, sealed)) == [("statements/a.idx", "changed")]
    assert (before / "statements" / "meta.json").read_bytes() == b"written anew"
    assert sealed.files["statements/meta.json"] == File(7, sealed.files["statements/meta.json"].digest)


def manifest_of(engine: str) -> Manifest:
    return Manifest(engine, SCHEMA_VERSION, analysis.signature(), (), 0, 0, "2024-01-10T00:00:00+00:00", {})


@pytest.mark.parametrize("change", [{"schema": SCHEMA_VERSION + 1}, {"analysis": "0/other"}])
def test_an_index_of_another_version_is_not_answered_from(home: Home, change: dict[str, object]) -> None:
    make(home, "one")
    current = home.current()
    assert current is not None
    folder, manifest = current
    home_of_before = replace(manifest, **change)  # type: ignore[arg-type]
    (folder / MANIFEST).write_text(json.dumps(asdict(home_of_before)))
    with home.writing():
        digest = seal(folder, home_of_before)
        (home.path / "current").write_text(json.dumps({"generation": folder.name, "manifest": digest}))
    with pytest.raises(HomeError, match=r"another version of On Record.*Run: onrecord build --from-archive"):
        home.open()


def test_the_second_writer_waits_and_then_says_who_writes(home: Home) -> None:
    script = """
import sys, time
from index.home import Home
with Home(sys.argv[1]).writing():
    print("in", flush=True)
    time.sleep(60)
"""
    command = [sys.executable, "-c", script, str(home.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "in\n"
        with pytest.raises(HomeError, match=rf"written by process {child.pid} since 20\d\d-"):
            home.writing(wait=0.2).__enter__()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        with home.writing(wait=5):
            assert json.loads((home.path / "writer.json").read_text())["pid"] == os.getpid()


def test_threads_of_one_process_write_one_after_the_other(home: Home) -> None:
    inside = []

    def write(number: int) -> None:
        with Home(home.path).writing():
            inside.append(number)
            time.sleep(0.02)
            assert inside[-1] == number
            inside.append(number)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    assert inside[::2] == inside[1::2]


def test_what_a_killed_writer_left_is_cleared_by_the_next(home: Home) -> None:
    make(home, "one")
    (home.path / "generations" / "2.new" / "statements").mkdir(parents=True)
    (home.path / "generations" / "2" / "statements").mkdir(parents=True)
    assert indexed(home) == ids("one")
    make(home, "two")
    assert {path.name for path in (home.path / "generations").iterdir()} == {"1", "2"}
    assert indexed(home) == ids("one", "two")


def test_an_engine_that_fails_leaves_the_index_as_it_was(home: Home) -> None:
    make(home, "one")
    with home.writing():
        archive(home, "two")

        def fail(items: object, total: int | None, label: str) -> list[object]:
            raise OSError(28, "No space left on device")

        with pytest.raises(OSError, match="No space"):
            assemble(home, "memory", fresh=False, jobs=1, progress=fail)
    assert indexed(home) == ids("one")
    assert {path.name for path in (home.path / "generations").iterdir()} == {"1"}


def test_a_full_disk_gets_a_sentence(home: Home) -> None:
    with pytest.raises(HomeError, match=r"cannot be written .*no space left on device.* room on the disk"):
        fill(home)


def fill(home: Home) -> None:
    with home.writing():
        raise OSError(28, "No space left on device")


def test_a_file_in_the_place_of_the_home_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(HomeError, match="cannot be written"):
        Home(tmp_path / "home").writing().__enter__()


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user who owns nothing here, where the system lets us be one."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX rights")
def test_a_home_that_may_not_be_written_gets_a_sentence_and_can_be_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder, "home"))
        make(home, "one")
        Path(folder).chmod(0o755)
        home.path.chmod(0o555)
        with without_rights(), pytest.raises(HomeError, match=r"cannot be written .*permission denied"):
            home.writing().__enter__()
        with without_rights():
            assert indexed(Home(home.path)) == ids("one")
        home.path.chmod(0o755)


def test_settings_are_remembered(home: Home, tmp_path: Path) -> None:
    settings = Settings("whoosh", (Root("press", tmp_path / "préss"),), (Root("old", tmp_path / "old"),))
    with home.writing():
        home.remember(settings)
    again = Home(home.path)
    assert again.settings == settings
    assert again.engine == "whoosh"
    assert again.roots == settings.roots
    (home.path / "pages").mkdir()
    assert [root.name for root in again.roots] == ["fetched", "press"]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"engine": "memory", "roots": [{}], "former": []}', "\0"])
def test_damaged_settings_get_a_sentence(home: Home, text: str) -> None:
    home.path.mkdir()
    (home.path / "home.json").write_text(text)
    with pytest.raises(HomeError, match=r"home.json is damaged; delete it .*onrecord build"):
        _ = home.settings


def test_the_home_is_that_of_the_environment_if_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_HOME", raising=False)
    assert Home().path == Path("var")
    assert Home().advise("update") == "onrecord update"
    monkeypatch.setenv("ONRECORD_HOME", "/elsewhere")
    assert Home().path == Path("/elsewhere")
    assert Home("x").path == Path("x")
    assert Home("x").advise("update") == "onrecord update --home x"


def test_a_damaged_archive_gets_a_sentence(home: Home) -> None:
    make(home, "one")
    home.archive.close()
    for suffix in ("-wal", "-shm"):
        (home.path / f"archive.db{suffix}").unlink(missing_ok=True)
    (home.path / "archive.db").write_bytes(b"nothing of the kind" * 500)
    with pytest.raises(ArchiveError, match="is damaged"):
        _ = Home(home.path).archive
