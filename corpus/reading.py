"""A value that was read from a page, with where it was read and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """A value, where it was read and how sure we are (0 to 1; 1 is stated by the page, below 0.5 a guess)."""

    value: Value
    source: str
    confidence: float
