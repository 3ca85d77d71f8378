"""The rules of the house, read from the source itself: which way imports go, and how large things get."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "index", "search", "web")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

# Where a foreign library may be imported: a module, or a whole package (with a trailing slash).
PLACES = {
    "babel": ["corpus/dates.py"],
    "bs4": ["corpus/"],
    "dateutil": ["corpus/dates.py", "search/"],
    "filelock": ["index/home.py"],
    "flask": ["web/"],
    "lxml": ["corpus/"],
    "markupsafe": ["web/"],
    "numpy": ["index/vectors.py", "index/refinement.py", "index/learning.py", "index/folding.py"],
    "py3langid": ["corpus/language.py"],
    "rapidfuzz": ["index/vocabulary.py"],
    "rich": ["corpus/console.py"],
    "scipy": ["index/learning.py"],
    "selectolax": ["corpus/"],
    "soupsieve": ["corpus/profile.py"],
    "Stemmer": ["index/analysis.py"],
    "tantivy": ["index/engines/tantivy.py"],
    "waitress": ["web/"],
    "werkzeug": ["web/"],
    "whoosh": ["index/engines/whoosh.py", "search/grammar.py"],
}
ONE_MODULE = {"dateutil", "waitress"}


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """The absolute names of what a module imports, with the line."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*above, *([node.module] if node.module else [])]), node.lineno


def is_at_home(path: str, places: list[str]) -> bool:
    return any(path.startswith(place) if place.endswith("/") else path == place for place in places)


def test_there_is_something_to_check() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(PACKAGES)


def test_packages_import_only_to_their_left() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in MODULES
        for name, line in imports(path)
        if name.split(".")[0] in PACKAGES
        and PACKAGES.index(name.split(".")[0]) > PACKAGES.index(path.relative_to(ROOT).parts[0])
    ]
    assert wrong == []


def test_foreign_libraries_are_imported_in_their_one_place() -> None:
    wrong = []
    for path in MODULES:
        here = path.relative_to(ROOT).as_posix()
        for name, line in imports(path):
            top = name.split(".")[0]
            if top in PACKAGES or top in sys.stdlib_module_names:
                continue
            if not is_at_home(here, PLACES.get(top, [])):
                wrong.append(f"{here}:{line} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("library", sorted(ONE_MODULE))
def test_some_libraries_have_one_module_only(library: str) -> None:
    users = {path for path in MODULES for name, _ in imports(path) if name.split(".")[0] == library}
    assert len(users) <= 1


def test_there_are_no_cycles() -> None:
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in MODULES}
    names = {path: name.removesuffix(".__init__") for path, name in names.items()}
    known = set(names.values())
    edges: dict[str, set[str]] = defaultdict(set)
    for path, name in names.items():
        if path.name == "__init__.py":
            continue  # a package's face names its rooms; the rooms may name each other
        edges[name] = {target for target, _ in imports(path) if target in known and target != name}
    assert find_cycle(edges) == []


def find_cycle(edges: dict[str, set[str]]) -> list[str]:
    """The names on one cycle, or nothing."""
    done: set[str] = set()

    def walk(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        for target in sorted(edges.get(name, ())):
            if cycle := walk(target, [*trail, name]):
                return cycle
        done.add(name)
        return []

    return next((cycle for name in sorted(edges) if (cycle := walk(name, []))), [])


def test_the_cycle_finder_finds_one() -> None:
    assert find_cycle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]
    assert find_cycle({"a": {"b"}, "b": {"c"}}) == []


def test_modules_and_functions_stay_small() -> None:
    large = []
    for path in MODULES:
        source = path.read_text(encoding="utf-8")
        if source.count("\n") > 300:
            large.append(f"{path.relative_to(ROOT)}: {source.count(chr(10))} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60:
                large.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert large == []


def test_no_function_has_the_name_of_its_module() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == path.stem
    ]
    assert wrong == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
