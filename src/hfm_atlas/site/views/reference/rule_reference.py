"""The rule reference: what each rule of validation asks for, why, and what to do about a finding."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hfm_atlas.model.addresses import Heading
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.validation.registry import RULES, Stage

_STAGES: dict[Stage, tuple[str, str]] = {
    "reading": ("While a file is read", "Is the file text that YAML can read? If not, nothing else is looked at."),
    "schema": ("While an entry is held against the schema", "Are fields, values and references what they can be?"),
    "entry": ("Over one entry", "Does the entry agree with itself and with its sources?"),
    "atlas": ("Over the whole atlas", "Do entries agree with each other, with the taxonomy, and with the calendar?"),
}


@dataclass(frozen=True, slots=True)
class RuleReference:
    """One rule; `fix` says that `validate --fix` can fix its findings, `found` how many there are today."""

    name: str
    severity: str
    help: str
    reason: str
    how_to_fix: str
    fix: bool
    found: int


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules that are checked at the same stage."""

    title: str
    anchor: str
    about: str
    rules: tuple[RuleReference, ...]


@dataclass(frozen=True, slots=True)
class RuleReferenceView:
    """The page with every rule."""

    groups: tuple[RuleGroup, ...]
    number: int

    @property
    def headings(self) -> tuple[Heading, ...]:
        """One heading a stage."""
        return tuple(Heading(group.title, group.anchor) for group in self.groups)


def rule_reference_view(index: SiteIndex) -> RuleReferenceView:
    """The view of the page."""
    found = Counter(one.rule for one in index.diagnostics)
    groups = tuple(
        RuleGroup(title, stage, about, tuple(_rule(name, found[name]) for name in RULES if RULES[name].stage == stage))
        for stage, (title, about) in _STAGES.items()
    )
    return RuleReferenceView(groups, len(RULES))


def _rule(name: str, found: int) -> RuleReference:
    rule = RULES[name]
    return RuleReference(name, rule.severity.value, rule.help, rule.reason, rule.how_to_fix, rule.is_fixable, found)
