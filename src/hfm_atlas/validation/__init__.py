"""Rules over files, entries, terms and the graph, and the call that runs them all."""

from hfm_atlas.validation import rules

__all__ = ["rules"]
