"""The gate: rules over files, entries, terms and the graph, and the call that runs them all."""

from hfm_atlas.rules import placement
from hfm_atlas.rules.check import CheckResult, check_project
from hfm_atlas.rules.registry import RULES, Rule, find_rule

__all__ = ["RULES", "CheckResult", "Rule", "check_project", "find_rule", "placement"]
