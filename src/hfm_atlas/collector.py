"""Python's garbage collector, left out of work that makes millions of objects and hardly any loops of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """No looking for garbage inside: it would take up to a third of the time that reading an atlas takes."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
