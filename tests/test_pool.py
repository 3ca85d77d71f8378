"""Pages on every core: real processes, some of which are made to hang, crash or eat memory."""

import itertools
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.cleaner import clean
from corpus.page import Page
from corpus.pool import BATCH_BYTES, BATCH_PAGES, batch_pages, clean_all
from corpus.statement import Reason, Rejected, Statement
from corpus.worker import Task, WorkerError

STAND_IN = '''
import os, signal, sys, time
from corpus.statement import Reason, Rejected

def obey(page):
    """Do what the page says."""
    order = page.data.decode()
    if order == "sleep":
        time.sleep(600)
    elif order == "spin":
        while True:
            pass
    elif order == "regex":
        import re
        re.match("(a+)+b", "a" * 60)
    elif order == "exit":
        os._exit(3)
    elif order == "signal":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif order == "raise":
        raise ValueError("a bug in a rule")
    elif order == "eat":
        bytearray(3_000_000_000)
    elif order == "nibble":
        eaten = []
        while True:
            eaten.append("x" * 1_000_000)
    elif order == "print":
        print("noise on standard output")
        os.write(1, b"more noise")
        sys.stderr.write("and here")
    return Rejected(page.path, Reason.NO_TEXT, f"{order} by {os.getpid()}")
'''


@pytest.fixture
def obey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Task]:
    (tmp_path / "stand_in.py").write_text(STAND_IN)
    monkeypatch.syspath_prepend(tmp_path)
    import stand_in  # noqa: PLC0415

    yield stand_in.obey
    del sys.modules["stand_in"]


def page(order: str, number: int = 0) -> Page:
    return Page(order.encode(), path=f"{number}-{order}")


def orders(*names: str) -> list[Page]:
    return [page(name, number) for number, name in enumerate(names)]


def children() -> set[str]:
    """The processes that this one started and that are not gone, zombies among them."""
    threads = Path("/proc/self/task").glob("*/children")
    return {child for file in threads for child in file.read_text().split()}


HTML = (
    b"<html><body><h1>Words</h1><p>"
    + b"The minister said nothing of importance today. " * 9
    + b"</p></body></html>"
)


def test_statements_come_as_in_this_process_and_in_order() -> None:
    pages = [Page(HTML.replace(b"nothing", str(number).encode()), path=f"{number}") for number in range(100)]
    results = list(clean_all(pages))
    assert results == [clean(page) for page in pages]
    assert all(isinstance(result, Statement) for result in results)


def test_what_was_rejected_before_passes_in_its_place() -> None:
    outside = Rejected("link.html", Reason.OUTSIDE, "the link leads out of the folder")
    results = list(clean_all([outside, Page(HTML, path="a"), outside]))
    assert [type(result) for result in results] == [Rejected, Statement, Rejected]
    assert results[0] == outside


def test_nothing_becomes_nothing() -> None:
    assert list(clean_all([])) == []


@pytest.mark.parametrize(
    ("order", "reason", "detail"),
    [
        ("spin", Reason.TIMED_OUT, "more than 0.2 seconds"),
        ("regex", Reason.TIMED_OUT, "more than 0.2 seconds"),
        ("sleep", Reason.TIMED_OUT, "no result after 2 seconds"),
        ("exit", Reason.CRASHED, "status 3"),
        ("signal", Reason.CRASHED, "SIGSEGV"),
        ("raise", Reason.CRASHED, "ValueError: a bug in a rule"),
        ("eat", Reason.CRASHED, "MB of memory"),
    ],
)
def test_a_bad_page_costs_itself_alone(obey: Task, order: str, reason: Reason, detail: str) -> None:
    before = children()
    results = list(clean_all(orders("a", "b", order, "print", "d"), seconds=0.2, task=obey))
    assert [result.page for result in results if isinstance(result, Rejected)] == [
        "0-a", "1-b", f"2-{order}", "3-print", "4-d",
    ]  # fmt: skip
    reasons = [result.reason for result in results if isinstance(result, Rejected)]
    assert reasons == [Reason.NO_TEXT, Reason.NO_TEXT, reason, Reason.NO_TEXT, Reason.NO_TEXT]
    assert isinstance(results[2], Rejected)
    assert detail in results[2].detail
    assert children() <= before


def test_memory_is_limited_bit_by_bit(obey: Task) -> None:
    results = list(clean_all(orders("a", "nibble", "b"), memory=100_000_000, task=obey))
    assert [result.reason for result in results if isinstance(result, Rejected)] == [
        Reason.NO_TEXT,
        Reason.CRASHED,
        Reason.NO_TEXT,
    ]
    assert isinstance(results[1], Rejected)
    assert results[1].detail == "it took more than 100 MB of memory"


def test_every_page_may_be_bad(obey: Task) -> None:
    results = list(clean_all(orders(*["exit"] * 4), task=obey))
    assert [result.reason for result in results if isinstance(result, Rejected)] == [Reason.CRASHED] * 4


def test_pages_are_read_only_as_far_as_needed(obey: Task) -> None:
    asked = 0

    def endless() -> Iterator[Page]:
        nonlocal asked
        for asked in itertools.count(1):
            yield page("a", asked)

    results = clean_all(endless(), task=obey, ahead=3)
    assert [next(results) for _ in range(100)]
    assert asked <= 100 + 4 * BATCH_PAGES
    results.close()  # type: ignore[attr-defined]


def test_to_stop_early_ends_the_processes_at_once(obey: Task) -> None:
    before = children()
    results = clean_all(orders(*["a"] * BATCH_PAGES, *["sleep"] * 200), task=obey)
    assert isinstance(next(results), Rejected)
    began = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 15
    assert children() <= before


def test_batches_are_bounded_by_pages_and_bytes() -> None:
    small, large = Page(b"a"), Page(bytes(BATCH_BYTES // 2))
    assert [len(batch) for batch in batch_pages([small] * (BATCH_PAGES + 1))] == [BATCH_PAGES, 1]
    assert [len(batch) for batch in batch_pages([large] * 5)] == [2, 2, 1]


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_will_do(obey: Task, kind: type[ThreadPoolExecutor | ProcessPoolExecutor]) -> None:
    with kind(2) as executor:
        results = list(clean_all(orders(*["a"] * 50, "exit", *["b"] * 50), executor, task=obey))
    reasons = [result.reason for result in results if isinstance(result, Rejected)]
    assert reasons == [Reason.NO_TEXT] * 50 + [Reason.CRASHED] + [Reason.NO_TEXT] * 50


def test_a_task_that_cannot_be_found_is_an_error(obey: Task, tmp_path: Path) -> None:
    (tmp_path / "stand_in.py").write_text("gone = True")
    with pytest.raises(WorkerError, match="AttributeError"):
        list(clean_all(orders("a"), task=obey))


SCRIPT = """
import sys
from corpus.page import Page
from corpus.pool import clean_all
from stand_in import obey

try:
    for result in clean_all([Page(b"a", path="a")] * 32 + [Page(b"sleep", path="b")] * 64, task=obey):
        print(result.detail, flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.usefixtures("obey")
def test_ctrl_c_ends_a_script_and_its_processes(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(textwrap.dedent(SCRIPT))
    paths = os.pathsep.join([str(tmp_path), *sys.path])
    script = subprocess.Popen(
        [sys.executable, str(tmp_path / "script.py")],
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ) | {"PYTHONPATH": paths},
        start_new_session=True,
    )
    assert script.stdout is not None
    with script:
        worker = int(script.stdout.readline().split()[-1])
        os.killpg(script.pid, signal.SIGINT)
        try:
            assert script.communicate(timeout=60)[0].endswith("interrupted\n")
        finally:
            script.kill()
        assert script.returncode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
