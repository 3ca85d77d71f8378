"""The examples in the documentation of the packages, run with the sample corpus at hand."""

from __future__ import annotations

import doctest
import importlib

import pytest

from index.home import Home

EXAMPLES = ("search",)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_run(name: str, sample_home: Home) -> None:
    found = doctest.testmod(importlib.import_module(name), extraglobs={"home": sample_home})
    assert found.attempted > 0
    assert found.failed == 0
