"""The report as SARIF 2.1.0, for code scanning and for editors."""

from __future__ import annotations

from importlib.metadata import version
from urllib.parse import quote

from hfm_atlas._util.json_text import report_json
from hfm_atlas.diagnostics import Diagnostic, Position
from hfm_atlas.validation.registry import RULES, Rule
from hfm_atlas.validation.runner import CheckResult

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render_sarif(result: CheckResult) -> str:
    """One run in SARIF 2.1.0 with every rule of validation and every finding; columns count Unicode code points."""
    numbers = {name: index for index, name in enumerate(RULES)}
    driver = {
        "name": "hfm-atlas",
        "version": version("hfm-atlas"),
        "rules": [_rule(rule) for rule in RULES.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, numbers) for diagnostic in result.diagnostics],
    }
    return report_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.help},
        "fullDescription": {"text": rule.reason},
        "help": {"text": rule.how_to_fix},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(diagnostic: Diagnostic, numbers: dict[str, int]) -> dict[str, object]:
    text = diagnostic.message + (f" ({diagnostic.advice})" if diagnostic.advice else "")
    place = _place(diagnostic.path, diagnostic.position)
    result: dict[str, object] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": numbers[diagnostic.rule],
        "level": diagnostic.severity.value,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _place(one.path, one.position), "message": {"text": one.message}}
            for number, one in enumerate(diagnostic.related)
        ]
    if diagnostic.fix is not None:
        replacement = {"deletedRegion": place["region"], "insertedContent": {"text": diagnostic.fix}}
        change = {"artifactLocation": place["artifactLocation"], "replacements": [replacement]}
        result["fixes"] = [{"description": {"text": "Fix it"}, "artifactChanges": [change]}]
    return result


def _place(path: str, where: Position) -> dict[str, object]:
    """A place as SARIF has it."""
    region = {"startLine": where.line, "startColumn": where.column, "endColumn": where.column + where.length}
    return {"artifactLocation": {"uri": quote(path), "uriBaseId": "%SRCROOT%"}, "region": region}
