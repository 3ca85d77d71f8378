"""The wheel, built and used from a directory that is not the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What the command printed; fails with everything it said."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")} | environment
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built by the build system that pyproject.toml names."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--disable-pip-version-check")
    run(*pip, "--wheel-dir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel, and borrows the libraries from this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    site = next(folder.glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site / "libraries.pth").write_text("\n".join(libraries) + "\n")
    return folder / "bin" / "python"


def test_the_wheel_carries_packages_and_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"corpus", "index", "search", "web"}
    for package in sorted(tops):
        assert f"{package}/py.typed" in names
    tracked = run("git", "ls-files", *sorted(tops), cwd=ROOT).split() if (ROOT / ".git").exists() else []
    assert [name for name in tracked if name not in names] == []
    assert sum(name.startswith("corpus/sample/") for name in names) >= 40
    assert any(name.startswith("web/templates/") for name in names)


def test_it_builds_and_searches_elsewhere(python: Path, tmp_path: Path) -> None:
    where = "import corpus, sys; print(corpus.__file__)"
    assert str(python.parent.parent) in run(python, "-c", where, cwd=tmp_path)
    command = "import sys; from web.cli import main; sys.exit(main())"
    run(python, "-c", command, "demo", "--no-serve", "--home", "demo", cwd=tmp_path)
    answer = json.loads(
        run(python, "-c", command, "search", "air defence", "--home", "demo", "--json", cwd=tmp_path)
    )
    assert answer["total"] > 0
    assert answer["hits"][0]["rank"] == 1
