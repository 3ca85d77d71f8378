"""``build`` and ``update``: every page accounted for, and nothing lost however they are stopped."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Facts
from corpus.statement import Reason, Rejected, Statement, digest_of
from index.audit import Place, compare
from index.builder import Means, Report, build, rebuild, update
from index.engine import EngineError
from index.home import Home, HomeError
from index.query import Query


def write_page(path: Path, topic: str, url: str | None = None, saved: float | None = None) -> Path:
    """Save a page about a topic, in words that stand on no page about another."""
    link = f'<link rel="canonical" href="{url}">' if url else ""
    words = random.Random(topic)
    sentences = [
        f"The {topic} " + " ".join("".join(words.choices("aeioulmnrst", k=6)) for _ in range(40)) + "."
        for _ in range(5)
    ]
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    head = f"<title>On {topic}</title>{link}"
    body = f"<main><article><h1>On {topic}</h1>{paragraphs}</article></main>"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>')
    if saved is not None:
        os.utime(path, (saved, saved))
    return path


class Here(Executor):
    """Cleans in this process: a process for each of so many runs would take most of the time."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        _, task, _, batch = args
        future: Future[Any] = Future()
        future.set_result([page if isinstance(page, Rejected) else task(page) for page in batch])
        return future


@pytest.fixture
def means() -> Means:
    return Means(jobs=1, executor=Here())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """A folder of three pages."""
    for topic in ("ports", "roads", "rails"):
        write_page(tmp_path / "press" / f"{topic}.html", topic, saved=1_700_000_000)
    return tmp_path / "press"


def found(home: Home) -> set[str]:
    """The sources of the statements that the index answers with, as the archive has these versions."""
    generation = home.open()
    statements = [
        home.archive.statement(doc.id, doc.version)
        for doc in generation.statements.search(Query(limit=1000)).docs
    ]
    assert None not in statements
    return {str(statement.source) for statement in statements if statement}


def check(report: Report, **expected: int) -> None:
    """No page was dropped, and these are the figures."""
    assert report.pages == report.kept + len(report.rejected)
    assert {name: getattr(report, name) for name in expected} == expected


@pytest.mark.parametrize("engine", ["memory", "tantivy"])
def test_build_makes_pages_answer(home: Home, press: Path, means: Means, engine: str) -> None:
    report = build(home, [press], engine, Means(seconds=20))
    check(report, pages=3, kept=3, new=3, changed=0, unchanged=0, gone=0)
    assert report.bytes == sum(path.stat().st_size for path in press.iterdir())
    assert (report.index.statements, report.index.written) == (3, 3)
    assert found(home) == {"press/ports.html", "press/rails.html", "press/roads.html"}
    assert home.open().manifest.engine == home.engine == engine
    assert list(compare(home)) == []
    again = build(home, means=means)
    check(again, pages=3, kept=3, new=0, unchanged=3)
    assert home.open().name == "2"


def test_every_page_is_kept_or_rejected_with_a_reason(home: Home, press: Path, means: Means) -> None:
    (press / "empty.html").write_bytes(b"")
    (press / "binary.html").write_bytes(bytes(range(256)) * 50)
    (press / "deep.html").write_text("<div>" * 100_000)
    (press / "damaged.html.gz").write_bytes(b"\x1f\x8b\x08 no more than a beginning")
    (press / "picture.png").write_bytes(b"no page")
    (press / "leaves.html").symlink_to("/etc/hostname")
    (press / "nowhere.html").symlink_to(press / "missing")
    report = build(home, [press], "memory", means)
    reasons = {page.page: page.reason for page in report.rejected}
    assert reasons["press/empty.html"] is Reason.EMPTY
    assert reasons["press/deep.html"] is Reason.TOO_DEEP
    assert reasons["press/damaged.html.gz"] is Reason.UNREADABLE
    assert reasons["press/leaves.html"] is Reason.OUTSIDE
    assert {"press/binary.html", "press/nowhere.html"} <= reasons.keys()
    assert all(page.detail for page in report.rejected)
    check(report, pages=9, kept=3, new=9)
    check(update(home, means=means), pages=9, kept=3, new=0, changed=0)
    assert {entry.facts.source for entry in home.archive.pages()} == reasons.keys() | found(home)


def test_update_takes_what_is_new_changed_or_gone_and_nothing_else(
    home: Home, press: Path, means: Means
) -> None:
    build(home, [press], "tantivy", means)
    write_page(press / "sea.html", "sea")
    write_page(press / "ports.html", "harbours")
    (press / "roads.html").unlink()
    report = update(home, means=means)
    check(report, pages=3, kept=3, new=1, changed=1, unchanged=1, gone=1)
    assert (report.index.written, report.index.deleted) == (2, 1)
    assert found(home) == {"press/ports.html", "press/rails.html", "press/sea.html"}
    ports = digest_of("press/ports.html")
    assert [statement.version for statement in home.archive.versions(ports)] == [1, 2]
    assert len(home.archive.versions(digest_of("press/roads.html"))) == 1, "history stays"
    assert list(compare(home)) == []


def test_update_without_a_change_makes_no_generation(home: Home, press: Path, means: Means) -> None:
    build(home, [press], "memory", means)
    check(update(home, means=means), pages=3, unchanged=3, bytes=0)
    assert home.open().name == "1"


def test_a_page_that_was_only_touched_is_unchanged(home: Home, press: Path, means: Means) -> None:
    build(home, [press], "memory", means)
    os.utime(press / "ports.html", (1_800_000_000, 1_800_000_000))
    report = update(home, means=means)
    check(report, new=0, changed=0, unchanged=3)
    assert report.bytes > 0
    check(update(home, means=means), unchanged=3, bytes=0)


def test_update_of_a_path_touches_only_what_lies_below_it(
    home: Home, press: Path, tmp_path: Path, means: Means
) -> None:
    build(home, [press], "memory", means)
    write_page(press / "new.html", "new")
    (press / "rails.html").unlink()
    write_page(tmp_path / "more" / "a.html", "apples")
    report = update(home, [tmp_path / "more"], means)
    check(report, pages=1, kept=1, new=1, gone=0)
    assert found(home) == {"more/a.html", "press/ports.html", "press/rails.html", "press/roads.html"}
    assert [root.name for root in home.roots] == ["press", "more"]
    check(update(home, means=means), pages=4, new=1, gone=1)


def test_update_of_a_folder_below_a_root_is_part_of_that_root(home: Home, press: Path, means: Means) -> None:
    write_page(press / "2024" / "a.html", "apples")
    build(home, [press], "memory", means)
    write_page(press / "2024" / "b.html", "bridges")
    (press / "2024" / "a.html").unlink()
    (press / "ports.html").unlink()
    check(update(home, [press / "2024"], means), pages=1, new=1, gone=1)
    assert found(home) == {"press/2024/b.html", "press/ports.html", "press/rails.html", "press/roads.html"}
    assert [root.name for root in home.roots] == ["press"]


def test_a_root_above_another_leaves_its_pages_their_sources(
    home: Home, press: Path, tmp_path: Path, means: Means
) -> None:
    build(home, [press], "memory", means)
    before = found(home)
    other = write_page(tmp_path / "other.html", "other")
    check(update(home, [tmp_path], means), pages=4, new=1, unchanged=3)
    assert found(home) == {*before, f"{tmp_path.name}/{other.name}"}
    check(update(home, means=means), pages=4, new=0, unchanged=4, gone=0)


def test_build_of_other_paths_takes_the_others_out_and_keeps_their_history(
    home: Home, press: Path, tmp_path: Path, means: Means
) -> None:
    write_page(tmp_path / "elsewhere" / "press" / "a.html", "apples")
    build(home, [press], "memory", means)
    report = build(home, [tmp_path / "elsewhere" / "press"], means=means)
    check(report, pages=1, new=1, gone=3)
    assert found(home) == {"press-2/a.html"}, "another folder of the same name is another root"
    assert len(home.archive.versions(digest_of("press/ports.html"))) == 1
    check(build(home, [press], means=means), pages=3, gone=1)
    assert found(home) == {"press/ports.html", "press/rails.html", "press/roads.html"}


def test_a_folder_that_was_moved_keeps_its_name_and_its_statements(
    home: Home, press: Path, tmp_path: Path, means: Means
) -> None:
    build(home, [press], "memory", means)
    (tmp_path / "disk").mkdir()
    moved = press.rename(tmp_path / "disk" / "press")
    check(build(home, [moved], means=means), pages=3, new=0, unchanged=3, gone=0)
    assert found(home) == {"press/ports.html", "press/rails.html", "press/roads.html"}


def test_pages_fetched_into_the_home_are_always_a_root(home: Home, press: Path, means: Means) -> None:
    write_page(home.path / "pages" / "site" / "a.html", "apples")
    check(build(home, [press], "memory", means), pages=4)
    assert "fetched/site/a.html" in found(home)
    write_page(home.path / "pages" / "site" / "b.html", "bridges")
    check(update(home, means=means), pages=5, new=1)
    check(build(home, [home.path / "pages"], means=means), pages=2, gone=3)
    assert home.settings.roots == ()


def test_a_single_page_is_a_root(home: Home, press: Path, means: Means) -> None:
    check(build(home, [press / "ports.html"], "memory", means), pages=1, kept=1)
    assert found(home) == {"ports.html"}


def test_a_root_that_is_not_there_loses_nothing(
    home: Home, press: Path, tmp_path: Path, means: Means
) -> None:
    build(home, [press], "memory", means)
    press.rename(tmp_path / "unplugged")
    for command in (build, update):
        with pytest.raises(HomeError, match="press cannot be read"):
            command(home, means=means)
    assert len(found(home)) == 3


def test_a_path_that_does_not_exist_changes_nothing(home: Home, press: Path, means: Means) -> None:
    for command in (build, update):
        with pytest.raises(HomeError, match=r"missing does not exist"):
            command(home, [press, press / "missing"], means=means)
    assert not home.path.exists()
    build(home, [press], "memory", means)
    with pytest.raises(HomeError, match="does not exist"):
        build(home, [press / "missing"], means=means)
    assert home.roots[0].path == press.resolve()


def test_nothing_to_read_gets_a_sentence_and_changes_nothing(
    home: Home, press: Path, tmp_path: Path, means: Means
) -> None:
    (tmp_path / "void").mkdir()
    for command in (build, update):
        with pytest.raises(HomeError, match="onrecord build PATH…"):
            command(home, means=means)
    build(home, [press], "memory", means)
    with pytest.raises(HomeError, match=r"no page in .*void: a page ends in \.html"):
        build(home, [tmp_path / "void"], means=means)
    assert len(found(home)) == 3
    assert [root.name for root in home.roots] == ["press"]


def test_an_unknown_engine_changes_nothing(home: Home, press: Path, means: Means) -> None:
    with pytest.raises(EngineError, match="no engine 'lucene'; choose one of"):
        build(home, [press], "lucene", means)
    assert not home.path.exists()


def test_versions_duplicates_and_unbelieved_urls_are_reported(
    home: Home, tmp_path: Path, means: Means
) -> None:
    pages = tmp_path / "pages"
    write_page(pages / "1.html", "ports", "https://example.org/ports", saved=1)
    copy = write_page(pages / "2.html", "ports", "https://example.org/ports", saved=2)
    copy.write_text(copy.read_text() + "<!-- saved again -->")
    os.utime(copy, (2, 2))
    write_page(pages / "3.html", "roads", "https://example.org/press", saved=3)
    write_page(pages / "4.html", "rails", "https://example.org/press", saved=4)
    report = build(home, [pages], "memory", means)
    check(report, pages=4, kept=3)
    assert [(page.page, page.reason) for page in report.rejected] == [("pages/2.html", Reason.DUPLICATE)]
    assert [(shared.url, shared.sources) for shared in report.disbelieved] == [
        ("https://example.org/press", ("pages/3.html", "pages/4.html"))
    ]
    assert found(home) == {"pages/1.html", "pages/3.html", "pages/4.html"}
    (pages / "1.html").unlink()
    check(update(home, means=means), pages=3, kept=3, gone=1)
    assert found(home) == {"pages/2.html", "pages/3.html", "pages/4.html"}
    assert list(compare(home)) == []


def test_another_engine_is_built_from_the_archive_alone(home: Home, press: Path, means: Means) -> None:
    build(home, [press], "memory", means)
    for path in press.iterdir():
        path.unlink()
    report = rebuild(home, "tantivy", means)
    assert (report.pages, report.index.statements) == (0, 3)
    assert (home.engine, home.open().manifest.engine) == ("tantivy", "tantivy")
    assert len(found(home)) == 3


def test_update_makes_a_damaged_index_afresh(home: Home, press: Path, means: Means) -> None:
    build(home, [press], "tantivy", means)
    current = home.current()
    assert current is not None
    file = max((current[0] / "statements").iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert [difference.place for difference in compare(home)] == [Place.FILES]
    report = update(home, means=means)
    check(report, unchanged=3)
    assert report.index.written == 3
    assert list(compare(home)) == []
    assert len(found(home)) == 3


def test_changed_rules_count_as_a_change(
    home: Home, press: Path, means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(home, [press], "memory", means)
    monkeypatch.setattr("index.builder.name_rules", lambda profiles: "other rules")
    report = update(home, means=means)
    check(report, pages=3, unchanged=3, new=0, changed=0)
    assert report.bytes > 0, "the pages were cleaned again"
    check(update(home, means=means), unchanged=3, bytes=0)


def test_a_folder_that_cannot_be_read_now_keeps_its_pages(
    home: Home, press: Path, means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_page(press / "closed" / "a.html", "apples")
    build(home, [press], "memory", means)
    listed = os.listdir

    def refuse(path: Any) -> list[str]:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "listdir", refuse)
    report = update(home, means=means)
    check(report, pages=4, kept=3, gone=0)
    assert [page.page for page in report.rejected] == ["press/closed"]
    assert "press/closed/a.html" in found(home)


def test_many_statements_are_analysed_by_several_processes(
    home: Home, tmp_path: Path, means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.analyst.FEW", 2)
    for number in range(80):
        write_page(tmp_path / "press" / f"{number}.html", f"topic{number}")
    report = build(home, [tmp_path / "press"], "memory", Means(2, means.executor))
    check(report, pages=80, kept=80)
    assert len(found(home)) == 80
    assert list(compare(home)) == []


def test_ctrl_c_keeps_what_was_done_and_says_how_to_go_on(home: Home, tmp_path: Path, means: Means) -> None:
    for number in range(150):
        write_page(tmp_path / "press" / f"{number:03}.html", f"topic{number}", saved=number + 1)

    def stop(items: Iterable[Any], total: int | None, label: str) -> Iterator[Any]:
        for number, item in enumerate(items):
            if number == 110:
                raise KeyboardInterrupt
            yield item

    with pytest.raises(KeyboardInterrupt, match=r"The 110 pages .*Go on with: onrecord update --home"):
        build(home, [tmp_path / "press"], "memory", means, stop)
    with pytest.raises(HomeError, match="onrecord update"):
        home.open()
    check(update(home, means=means), pages=150, kept=150, new=40, unchanged=110)
    assert len(found(home)) == 150


def test_readers_are_answered_while_an_update_swaps(home: Home, press: Path, means: Means) -> None:
    build(home, [press], "tantivy", means)
    done = threading.Event()

    def read() -> list[int]:
        totals = []
        while not done.is_set():
            totals.append(len(found(home)))
            time.sleep(0.002)
        return totals

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        try:
            for number in range(3):
                write_page(press / f"extra{number}.html", f"extra{number}")
                update(home, means=means)
        finally:
            done.set()
        for reader in readers:
            assert set(reader.result()) <= {3, 4, 5, 6}
    assert len(found(home)) == 6


STOPPED = """
import os, signal, sys
from index.builder import Means, build, rebuild, update
from index.home import Home

home, command, press = Home(sys.argv[1]), *sys.argv[2:4]
left = 0

def strike(event, arguments):
    global left
    if event == "os.rename":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

def run():
    if command == "build":
        build(home, [press], means=Means(jobs=1))
    elif command == "update":
        update(home, [press], Means(jobs=1))
    else:
        rebuild(home, means=Means(jobs=1))

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        status, (what, moment) = 1, line.split()
        try:
            if what == "rename":
                left = int(moment)
                sys.addaudithook(strike)
            else:
                signal.setitimer(signal.ITIMER_REAL, float(moment))
            run()
            status = 0
        finally:
            os._exit(status)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Victim:
    """A command that is run again and again, and killed each time at another moment."""

    def __init__(self, home: Home, command: str, press: Path) -> None:
        arguments = [sys.executable, "-c", STOPPED, str(home.path), command, str(press)]
        self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Victim:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def ends(self, moment: str) -> bool:
        """Whether it ends; ``rename 3`` kills it before it renames a file for the third time, ``after 0.2``
        when it has run so many seconds.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(moment + "\n")
        self.process.stdin.flush()
        status = int(self.process.stdout.readline())
        assert status in (0, -signal.SIGKILL, -signal.SIGALRM)
        return status == 0


@pytest.mark.parametrize(("engine", "command"), [("tantivy", "update"), ("memory", "rebuild")])
def test_killed_between_any_two_steps_the_old_index_answers(
    home: Home, press: Path, means: Means, engine: str, command: str
) -> None:
    build(home, [press], engine, means)
    old = found(home)
    home.archive.keep(Facts("apart", 1, 1.0, "d"), Statement(id=digest_of("apart"), title="A", text="Apart."))
    steps = 0
    with Victim(home, command, press) as victim:
        while not victim.ends(f"rename {steps + 1}"):
            steps += 1
            after = Home(home.path)
            assert found(after) == old
            assert {difference.place for difference in compare(after)} <= {Place.PAGES, Place.INDEX}
    assert steps >= 4, (
        "the settings, the manifest, the generation and current are each put in place by renaming"
    )
    assert found(Home(home.path)) == old | {"apart"}
    assert {difference.place for difference in compare(home)} == {Place.PAGES}
    assert not list((home.path / "generations").glob("*.new"))


def test_killed_at_any_moment_a_build_loses_nothing_that_was_archived(
    home: Home, press: Path, means: Means
) -> None:
    build(home, [press], "tantivy", means)
    old = found(home)
    later = {f"press/later{number}.html" for number in range(60)}
    for source in later:
        write_page(press.parent / source, Path(source).stem)
    moments, archived = random.Random(3), set(old)
    with Victim(home, "build", press) as victim:
        for _ in range(4):
            ended = victim.ends(f"after {moments.uniform(0.05, 2)}")
            after = Home(home.path)
            assert found(after) in ([old | later] if ended else [old, old | later])
            kept = {entry.facts.source for entry in after.archive.pages()}
            assert archived <= kept
            assert after.archive.faults() == []
            archived = kept
    check(update(home, means=means), pages=63, kept=63, unchanged=len(archived))
    assert found(Home(home.path)) == old | later
    assert list(compare(home)) == []


def test_a_profile_in_the_home_counts_as_a_change_and_is_used(tmp_path: Path) -> None:
    page = tmp_path / "pages" / "a.html"
    page.parent.mkdir()
    page.write_text(
        '<link rel="canonical" href="https://ministry.example/a"><h1>On the bridge</h1>'
        "<p>The bridge over the river stays closed until the inspection has been completed in May.</p>"
        '<p class="hotline">The press office can be reached every day from eight until four.</p>'
    )
    home = Home(tmp_path / "home")
    build(home, [page.parent])
    assert "press office" in next(home.archive.current()).text
    (tmp_path / "home" / "profiles").mkdir()
    (tmp_path / "home" / "profiles" / "ministry.toml").write_text(
        'hosts = ["ministry.example"]\nwhy = "Office hours stand in every text."\n'
        '[[cut]]\nselect = "p.hotline"\nwhy = "These are the office hours."\n'
    )
    assert update(home).index.written == 1
    assert "press office" not in next(home.archive.current()).text
    (tmp_path / "home" / "profiles" / "ministry.toml").write_text("hosts = 3")
    with pytest.raises(HomeError, match="ministry"):
        update(home)
