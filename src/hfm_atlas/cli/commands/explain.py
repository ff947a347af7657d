"""`hfm-atlas explain`: what a rule asks for, why, and what to do about a finding."""

from __future__ import annotations

import textwrap

from hfm_atlas.validation.registry import RULES, Rule, find_rule

_WIDTH = 100
_STAGES = {
    "reading": "while a file is read",
    "schema": "while a file is held against the schema",
    "entry": "over one entry",
    "atlas": "over the whole atlas",
}


def run_explain(name: str | None) -> int:
    """Print one rule with its reason and cure, or all rules in a line each.

    Raises:
        UsageError: there is no such rule; the nearest one is named.
    """
    print(_explain(find_rule(name)) if name else _list_rules())
    return 0


def _explain(rule: Rule) -> str:
    return "\n\n".join(
        [
            f"{rule.name} ({rule.severity}, checked {_STAGES[rule.stage]})",
            *(textwrap.fill(text, _WIDTH) for text in (rule.help, f"Why: {rule.reason}", f"Cure: {rule.how_to_fix}")),
        ]
    )


def _list_rules() -> str:
    width = max(map(len, RULES))
    lines = [f"{rule.name:{width}}  {rule.severity:7}  {rule.help}" for rule in RULES.values()]
    return "\n".join([*lines, "", "`hfm-atlas explain RULE` tells more about one."])
