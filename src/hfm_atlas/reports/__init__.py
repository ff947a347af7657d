"""Reports of what validation found, looked up by name: text, json, github, sarif."""

from hfm_atlas.reports.registry import REPORTS, render_report
from hfm_atlas.reports.text import format_findings, style_text, visible

__all__ = ["REPORTS", "format_findings", "render_report", "style_text", "visible"]
