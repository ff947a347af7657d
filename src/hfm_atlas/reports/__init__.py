"""Reports of what the gate found, looked up by name: text, json, github, sarif."""

from hfm_atlas.reports.registry import REPORTS, render_report

__all__ = ["REPORTS", "render_report"]
