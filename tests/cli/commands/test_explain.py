from __future__ import annotations

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli.commands.explain import run_explain
from hfm_atlas.validation.registry import RULES


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_is_explained(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_explain(name) == 0

    out = capsys.readouterr().out
    assert out.startswith(f"{name} ({RULES[name].severity}, checked ")
    assert "\nWhy: " in out
    assert "\nCure: " in out
    assert max(map(len, out.splitlines())) <= 100


def test_without_a_name_all_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_explain(None) == 0

    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines()[: len(RULES)]] == list(RULES)


def test_an_unknown_rule_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="did you mean 'duplicate-key'"):
        run_explain("duplicate-keys")
