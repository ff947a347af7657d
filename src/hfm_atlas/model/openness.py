"""How open the weights of a model are: open, after registration or approval, not released, or not known."""

from __future__ import annotations

from typing import Literal

from hfm_atlas.model.entries import BaseEntry, ModelEntry
from hfm_atlas.model.values import NOT_RELEASED, is_absent

State = Literal["open", "restricted", "closed", "unknown"]


def weights_state(entry: ModelEntry | BaseEntry) -> State:
    """How open the weights are; what is said of the access to them decides, where there are any.

    open: to download; restricted: after registration or approval; closed: not released, or behind an interface;
    unknown: nobody has checked, or the sources do not say.
    """
    weights, access = entry.availability.weights, entry.availability.weights_access
    if weights is None or is_absent(weights):
        return "unknown"
    if weights == NOT_RELEASED:
        return "closed"
    if access is None or is_absent(access):
        return "open"
    return "closed" if access in ("api-only", "not-released") else "open" if access == "open" else "restricted"
