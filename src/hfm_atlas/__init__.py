"""HFM Atlas: a literature map of healthcare foundation models."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hfm_atlas.api import EntrySet, load_atlas

__all__ = ["EntrySet", "load_atlas"]


def __getattr__(name: str) -> object:
    """The Python API, imported when somebody asks for it: the command line need not wait for it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from hfm_atlas import api

    return getattr(api, name)
