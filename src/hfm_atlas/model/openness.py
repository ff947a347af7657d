"""How one gets the weights of a model, and how open they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from hfm_atlas.model.entries import BaseEntry, ModelEntry, WeightsAccess
from hfm_atlas.model.values import NOT_RELEASED, AbsentReason, is_absent
from hfm_atlas.model.vocabularies import WEIGHTS_ACCESS

State = Literal["open", "restricted", "closed", "unknown"]
STATE_WORDS: Mapping[str, str] = {"open": "open", "restricted": "registration or approval", "closed": "not released"}
"""How open the weights or the code are, in words; where it is not known, the kind of nothing says why."""


def weights_access(entry: ModelEntry | BaseEntry) -> WeightsAccess | AbsentReason | None:
    """How one gets the weights: what is said of the access to them decides, where there are any.

    None: nobody has checked whether there are, or who gets them.
    """
    weights, access = entry.availability.weights, entry.availability.weights_access
    if weights is None or is_absent(weights):
        return weights
    if weights == NOT_RELEASED:
        return "api-only" if access == "api-only" else "not-released"
    return access


def weights_words(entry: ModelEntry | BaseEntry) -> str | None:
    """The same as people read it."""
    access = weights_access(entry)
    return access if access is None or is_absent(access) else WEIGHTS_ACCESS[cast(WeightsAccess, access)]


def weights_state(entry: ModelEntry | BaseEntry) -> State:
    """How open the weights are.

    open: to download; restricted: after registration or approval; closed: not released, or behind an interface;
    unknown: nobody has checked, or the sources do not say, be it of the weights or of the access to them.
    """
    access = weights_access(entry)
    if access is None or is_absent(access):
        return "unknown"
    return "closed" if access in ("api-only", "not-released") else "open" if access == "open" else "restricted"
