"""The gate: rules over files, entries, terms and the graph, and the call that runs them all."""

# Importing a module registers its rules, in the order in which they are run and listed.
from hfm_atlas.rules import (  # isort: skip
    reading,
    shape,
    placement,
    publications,
    names,
    addresses,
    lineage,
    licences,
    evidence,
    sources,
    derivation,
    contents,
    dates,
    vocabulary,
)
from hfm_atlas.rules.check import CheckResult, check_project
from hfm_atlas.rules.licences import LicenceConflict, find_licence_conflicts
from hfm_atlas.rules.registry import RULES, Rule, find_rule

__all__ = [
    "RULES",
    "CheckResult",
    "LicenceConflict",
    "Rule",
    "addresses",
    "check_project",
    "contents",
    "dates",
    "derivation",
    "evidence",
    "find_licence_conflicts",
    "find_rule",
    "licences",
    "lineage",
    "names",
    "placement",
    "publications",
    "reading",
    "shape",
    "sources",
    "vocabulary",
]
