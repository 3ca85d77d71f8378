"""Folders and files -> pages, whatever lies in the folders."""

import gzip
import os
from collections import Counter
from pathlib import Path

import pytest

from corpus.page import MAX_BYTES, Found, Page, PageError, Root, name_roots, read_page, walk
from corpus.statement import Reason, Rejected


def save(path: Path, data: bytes = b"<p>Words", saved: float = 1_000.0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (saved, saved))
    return path


def sources(folder: Path) -> list[str]:
    return [found.source for found in walk(name_roots([folder])) if isinstance(found, Found)]


def rejections(folder: Path) -> dict[str, Reason]:
    return {found.page: found.reason for found in walk(name_roots([folder])) if isinstance(found, Rejected)}


def test_pages_come_oldest_first_then_by_source(tmp_path: Path) -> None:
    save(tmp_path / "press" / "b.html", saved=2)
    save(tmp_path / "press" / "sub" / "a.htm", saved=1)
    save(tmp_path / "press" / "a.txt", saved=2)
    assert sources(tmp_path / "press") == ["press/sub/a.htm", "press/a.txt", "press/b.html"]


def test_other_endings_are_passed_over_and_counted(tmp_path: Path) -> None:
    for name in ("a.HTML", "b.xhtml", "c.html.gz", "d.txt.gz", "e.css", "f.pdf", "g.PDF", "h"):
        save(tmp_path / "press" / name)
    passed: Counter[str] = Counter()
    found = list(walk(name_roots([tmp_path / "press"]), passed))
    assert len(found) == 4
    assert passed == {".css": 1, ".pdf": 2, "": 1}


def test_what_a_browser_saved_beside_a_page_is_part_of_it(tmp_path: Path) -> None:
    for name in ("a.html", "a_files/frame.html", "b_files/page.html"):
        save(tmp_path / "press" / name)
    passed: Counter[str] = Counter()
    found = list(walk(name_roots([tmp_path / "press"]), passed))
    assert {page.source for page in found if isinstance(page, Found)} == {
        "press/a.html",
        "press/b_files/page.html",
    }
    assert passed == {"_files": 1}


def test_a_file_named_itself_is_a_page_whatever_its_ending(tmp_path: Path) -> None:
    assert sources(save(tmp_path / "release.php")) == ["release.php"]


def test_size_and_time_are_those_of_the_file(tmp_path: Path) -> None:
    save(tmp_path / "press" / "a.html", b"12345", saved=77.0)
    [found] = walk(name_roots([tmp_path / "press"]))
    assert isinstance(found, Found)
    assert (found.size, found.saved) == (5, 77.0)


def test_a_missing_root_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PageError, match=r"nowhere.*no such file.*Check the path"):
        walk(name_roots([tmp_path / "nowhere"]))


def test_roots_of_one_name_are_numbered(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "press", tmp_path / "b" / "press", tmp_path / "c" / "press"]
    taken = name_roots(paths[:1])
    assert [root.name for root in name_roots(paths[1:], taken)] == ["press-2", "press-3"]


def test_a_path_given_twice_is_one_root(tmp_path: Path) -> None:
    path = tmp_path / "press"
    roots = name_roots([path, tmp_path / "x" / ".." / "press"])
    assert roots == [Root("press", path)]
    assert name_roots([path], roots) == roots


def test_a_path_below_a_root_keeps_the_sources(tmp_path: Path) -> None:
    save(tmp_path / "press" / "2024" / "a.html")
    whole = name_roots([tmp_path / "press"])
    part = name_roots([tmp_path / "press" / "2024"], whole)
    assert list(walk(part)) == list(walk(whole)) != []


def test_a_file_below_two_roots_comes_once(tmp_path: Path) -> None:
    save(tmp_path / "press" / "2024" / "a.html")
    roots = name_roots([tmp_path / "press" / "2024", tmp_path / "press"])
    assert len(list(walk(roots))) == 1


def test_a_link_that_leaves_the_folder_is_rejected(tmp_path: Path) -> None:
    secret = save(tmp_path / "secret.html")
    save(tmp_path / "other" / "a.html")
    save(tmp_path / "press" / "good.html")
    (tmp_path / "press" / "out.html").symlink_to(secret)
    (tmp_path / "press" / "folder").symlink_to(tmp_path / "other")
    (tmp_path / "press" / "up.html").symlink_to("../secret.html")
    assert sources(tmp_path / "press") == ["press/good.html"]
    assert rejections(tmp_path / "press") == dict.fromkeys(
        ["press/out.html", "press/folder", "press/up.html"], Reason.OUTSIDE
    )


def test_links_inside_lead_to_each_page_once_and_loops_do_no_harm(tmp_path: Path) -> None:
    save(tmp_path / "press" / "a" / "page.html")
    (tmp_path / "press" / "a" / "loop").symlink_to(tmp_path / "press")
    (tmp_path / "press" / "twin.html").symlink_to("a/page.html")
    (tmp_path / "press" / "self.html").symlink_to("self.html")
    assert len(sources(tmp_path / "press")) == 1
    assert rejections(tmp_path / "press") == {"press/self.html": Reason.UNREADABLE}


def test_a_link_to_nothing_is_unreadable(tmp_path: Path) -> None:
    save(tmp_path / "press" / "a.html")
    (tmp_path / "press" / "gone.html").symlink_to("nothing.html")
    assert rejections(tmp_path / "press") == {"press/gone.html": Reason.UNREADABLE}


def test_a_root_may_be_a_link(tmp_path: Path) -> None:
    save(tmp_path / "press" / "a.html")
    (tmp_path / "link").symlink_to(tmp_path / "press")
    assert sources(tmp_path / "link") == ["press/a.html"]


def test_names_that_are_no_text_make_sources_that_are(tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    try:
        save(Path(os.fsdecode(os.fsencode(tmp_path / "press") + b"/caf\xe9.html")))
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    [found] = walk(name_roots([tmp_path / "press"]))
    assert isinstance(found, Found)
    assert found.source.encode() == b"press/caf\\xe9.html"
    page = read_page(found)
    assert isinstance(page, Page)
    assert page.path == found.source


def test_a_page_is_read_with_its_source_and_time(tmp_path: Path) -> None:
    file = save(tmp_path / "a.html", b"<p>Caf\xc3\xa9", saved=5.0)
    assert read_page(file) == Page(b"<p>Caf\xc3\xa9", path="a.html", saved=5.0)
    assert read_page(str(file)) == read_page(file)


def test_gzip_is_told_by_its_bytes(tmp_path: Path) -> None:
    packed = gzip.compress(b"first ") + gzip.compress(b"second")
    for name, data in (("a.html.gz", packed), ("b.html", packed), ("c.html.gz", b"first second")):
        page = read_page(save(tmp_path / name, data))
        assert isinstance(page, Page)
        assert page.data == b"first second"


@pytest.mark.parametrize("cut", [12, 20, -1])
def test_damaged_gzip_is_unreadable(tmp_path: Path, cut: int) -> None:
    page = read_page(save(tmp_path / "a.html.gz", gzip.compress(os.urandom(1000))[:cut]))
    assert isinstance(page, Rejected)
    assert page.reason is Reason.UNREADABLE
    assert "gzip" in page.detail


def test_gzip_of_another_kind_is_unreadable(tmp_path: Path) -> None:
    page = read_page(save(tmp_path / "a.html.gz", b"\x1f\x8b" + b"nonsense" * 20))
    assert isinstance(page, Rejected)
    assert page.reason is Reason.UNREADABLE


def test_a_gzip_bomb_is_too_large(tmp_path: Path) -> None:
    page = read_page(save(tmp_path / "a.html.gz", gzip.compress(bytes(200_000_000), 1)))
    assert isinstance(page, Rejected)
    assert page.reason is Reason.TOO_LARGE


def test_a_large_page_is_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "large.html"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    page = read_page(file)
    assert isinstance(page, Rejected)
    assert page.reason is Reason.TOO_LARGE
    assert "20 MB" in page.detail
    with file.open("wb") as stream:
        stream.truncate(MAX_BYTES)
    assert isinstance(read_page(file), Page)


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    for file, why in ((tmp_path / "gone.html", "no such file"), (tmp_path, "no regular file")):
        page = read_page(file)
        assert isinstance(page, Rejected)
        assert page.reason is Reason.UNREADABLE
        assert why in page.detail


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    page = read_page(tmp_path / "pipe.html")
    assert isinstance(page, Rejected)
    assert page.reason is Reason.UNREADABLE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_and_folder_are_unreadable(tmp_path: Path) -> None:
    save(tmp_path / "press" / "a.html").chmod(0)
    save(tmp_path / "press" / "closed" / "b.html").parent.chmod(0)
    try:
        assert rejections(tmp_path / "press") == {"press/closed": Reason.UNREADABLE}
        page = read_page(tmp_path / "press" / "a.html")
    finally:
        (tmp_path / "press" / "closed").chmod(0o700)
    assert isinstance(page, Rejected)
    assert "permission denied" in page.detail
