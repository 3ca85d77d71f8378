"""What several tests share: a home built once from the sample corpus, to be read and never written."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.builder import build
from index.home import Home

SAMPLE = Path(__file__).parent.parent / "corpus" / "sample"


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The sample corpus with the default engine."""
    home = Home(tmp_path_factory.mktemp("sample-home"))
    build(home, [SAMPLE])
    return home
