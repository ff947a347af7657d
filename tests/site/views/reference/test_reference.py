"""The references are whole: a field, rule or command without documentation fails here."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import get_type_hints

import click
import pytest
from pydantic import BaseModel

from hfm_atlas.cli import cli
from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.fields import file_order
from hfm_atlas.model.introspection import describe_type
from hfm_atlas.project import Project
from hfm_atlas.site.command_line import PROGRAM, find_commands
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.explorer import explorer_view
from hfm_atlas.site.views.reference.command_reference import CommandReference, OptionReference, command_reference_view
from hfm_atlas.site.views.reference.credits import credits_view
from hfm_atlas.site.views.reference.field_reference import FieldReference, field_reference_view
from hfm_atlas.site.views.reference.rule_reference import rule_reference_view
from hfm_atlas.validation.registry import RULES
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY
from tests.editing import edit

COMMANDS = command_reference_view(find_commands(), PROGRAM)


@pytest.fixture(scope="module")
def fields(mini_index: SiteIndex) -> dict[str, FieldReference]:
    return {one.path: one for group in field_reference_view(mini_index).groups for one in group.fields}


def _paths(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, type[BaseModel], str]]:
    for name in model.model_fields:
        yield f"{above}{name}", model, name
        for inner in _inside(get_type_hints(model)[name]):
            yield from _paths(inner, f"{above}{name}.")


def _inside(hint: object) -> Iterator[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for part in getattr(hint, "__args__", ()):
        yield from _inside(part)


def test_every_field_of_the_schema_is_there(fields: dict[str, FieldReference]) -> None:
    assert set(fields) == {path for model in ENTRY_CLASSES.values() for path, _, _ in _paths(model)}


def test_where_a_field_shows_is_what_the_site_does(mini_index: SiteIndex) -> None:
    shown = {group.title: group.shown for group in field_reference_view(mini_index).groups}
    assert list(shown) == list(file_order())
    assert all(shown.values())
    said = " ".join(shown.values())
    for facet in explorer_view(mini_index).facets:
        assert re.search(rf"Explore \([^)]*\b{facet.label}\b", said), facet.label
    assert "Explore" not in shown["evaluation"]
    assert "Gap map" in shown["tasks"]
    assert "Gap map" not in shown["languages"]


def test_every_field_says_what_it_means_and_what_stands_there(fields: dict[str, FieldReference]) -> None:
    for path, one in fields.items():
        assert one.meaning, f"{path} has no docstring in schema.py"
        assert one.meaning.endswith((".", "…")), path
        assert one.type, path
        assert one.values or "the words below" not in one.type, path


def test_every_single_field_has_an_example(fields: dict[str, FieldReference]) -> None:
    lacking = [path for path, one in fields.items() if not one.example and "fields below" not in one.type]
    assert lacking == []


def test_types_in_plain_words(fields: dict[str, FieldReference]) -> None:
    absent = ", or `not reported` or `not applicable`"
    assert fields["architecture.parameters"].type == (
        f"a list, each item a quantity: digits with K, M, B or T, such as 110M{absent}"
    )
    assert (
        fields["availability.code"].type
        == "a web address with https://, or `none` or `not reported` or `not applicable`"
    )
    assert fields["builds_on.model"].type == "the id of an entry: model or base model"
    assert fields["errata.entries"].type == "a list, each item the id of an entry: any kind"
    assert fields["publication.month"].type == "a whole number from 1 to 12"
    assert fields["challenges.stance"].values == ("addresses", "exhibits", "measures")
    assert fields["availability.weights_access"].values[:2] == ("open", "registration")
    assert fields["tasks"].facet is not None
    assert fields["tasks"].facet.url == "taxonomy/tasks/"
    assert fields["kind"].values == tuple(ENTRY_CLASSES)
    with pytest.raises(TypeError, match="no words for the type"):
        describe_type(complex)


def test_kinds_are_named_where_not_all_have_the_field(fields: dict[str, FieldReference]) -> None:
    assert fields["name"].kinds == ()
    assert fields["availability.code"].kinds == ("Models", "Base models")
    assert fields["tasks"].kinds == ("Models", "Datasets")


def test_examples_are_from_entries(fields: dict[str, FieldReference]) -> None:
    example = fields["builds_on.relation"]
    assert (example.example, example.example_of and example.example_of.url) == (
        "continues-pretraining",
        "models/alderbert/",
    )
    assert fields["evidence.locator"].example == "Title page"
    assert fields["preprint.id"].example == '"1901.99901"'
    assert fields["contributors"].example_of is None


def test_every_rule_is_there_once(mini_index: SiteIndex) -> None:
    view = rule_reference_view(mini_index)
    names = [rule.name for group in view.groups for rule in group.rules]
    assert sorted(names) == sorted(RULES)
    assert view.number == len(RULES)
    fixed = {rule.name for group in view.groups for rule in group.rules if rule.fix}
    assert {"unknown-term", "malformed-doi", "address-form"} <= fixed
    assert not {"yaml-syntax", "licence-conflict", "dangling-reference"} & fixed


def test_findings_of_today_are_counted(own_project: Project) -> None:
    edit(own_project, "entries/vision/cedarseg.yml", "  tasks: {source: paper, locator: Abstract}\n", "")
    checked = check_project(own_project, TODAY)
    index = SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas), checked.diagnostics)
    found = {rule.name: rule.found for group in rule_reference_view(index).groups for rule in group.rules if rule.found}
    assert found == {"fact-without-evidence": 1}


def test_the_commands_are_those_of_the_command_line() -> None:
    assert find_commands() is cli
    assert [one.name for one in COMMANDS.commands] == sorted(cli.commands)


@pytest.mark.parametrize("command", COMMANDS.commands, ids=lambda one: one.name)
def test_every_command_explains_itself(command: CommandReference) -> None:
    assert command.help.endswith(".")
    assert command.usage.startswith(f"hfm-atlas {command.name}")
    assert command.examples
    for option in command.options:
        assert option.help.endswith("."), option


@pytest.mark.parametrize("command", COMMANDS.commands, ids=lambda one: one.name)
def test_every_example_of_a_command_can_be_run(command: CommandReference) -> None:
    for line in command.examples:
        program, name, *arguments = shlex.split(line)
        assert (program, name) == (PROGRAM, command.name)
        cli.commands[name].make_context(name, arguments)


def test_options_are_as_one_types_them() -> None:
    validate = next(one for one in COMMANDS.commands if one.name == "validate")
    assert validate.options[0] == OptionReference("--format [text|json|github|sarif]", "How to report.", "text")
    assert "--strict" in [one.written for one in validate.options]
    assert COMMANDS.options[0].written == "--project PATH"
    assert "Exit codes: 0 clean" in COMMANDS.epilog


def test_a_program_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hfm_atlas.site.command_line.entry_points", lambda **_: ())
    with pytest.raises(LookupError, match="not installed"):
        find_commands()


def test_hidden_commands_stay_so() -> None:
    group = click.Group("x", commands={"a": click.Command("a", help="A."), "b": click.Command("b", hidden=True)})
    assert [one.name for one in command_reference_view(group, "x").commands] == ["a"]


def test_credits(own_project: Project, mini_index: SiteIndex) -> None:
    assert credits_view(mini_index).contributors == ()
    for path, names in (("vision/cedarnet", '["Zoe Z.", "@jane-d"]'), ("vision/cedarseg", '["@jane-d", "@jane-d"]')):
        edit(own_project, f"entries/{path}.yml", "added:", f"contributors: {names}\nadded:")
    edit(own_project, "entries/base/oakbert.yml", "added:", 'contributors: ["@<b>"]\nadded:')
    checked = check_project(own_project, TODAY)
    view = credits_view(SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas), ()))
    assert [(one.name, len(one.entries)) for one in view.contributors] == [("@jane-d", 2), ("@<b>", 1), ("Zoe Z.", 1)]
    assert view.entries == 3
    links = [one.link and one.link.url for one in view.contributors]
    assert links == ["https://github.com/jane-d", None, None]
