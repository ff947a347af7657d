"""An earlier state is read as git has it, whatever the revision itself would like."""

from pathlib import Path

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.loading.git_revision import checked_out
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import check_project
from tests.editing import commit_all, edit, git, read, read_all


def test_the_earlier_state_is_complete_and_the_present_one_untouched(own_project: Project) -> None:
    before = read_all(own_project)
    commit_all(own_project)
    edit(own_project, "entries/vision/cedarnet.yml", "name: CedarNet", "name: Cedar")
    with checked_out(own_project, "HEAD") as old:
        assert read_all(old) == before
        root = old.root
    assert not root.exists()
    assert "name: Cedar\n" in read(own_project, "entries/vision/cedarnet.yml")


def test_a_project_below_the_root_of_its_repository(own_project: Project) -> None:
    outer = Project(own_project.root.parent)
    commit_all(outer)
    with checked_out(own_project, "main") as old:
        assert read_all(old) == read_all(own_project)


def test_attributes_of_the_revision_hide_nothing(own_project: Project) -> None:
    (own_project.root / ".gitattributes").write_text("entries/** export-ignore\n*.yml ident eol=crlf\n")
    before = read_all(own_project)
    commit_all(own_project)
    with checked_out(own_project, "HEAD") as old:
        assert read_all(old) == before


def test_a_link_out_of_the_tree_is_a_finding_and_not_followed(own_project: Project, tmp_path: Path) -> None:
    (tmp_path / "secret.yml").write_text("kind: model\nid: secret\n")
    (own_project.entries / "vision" / "secret.yml").symlink_to(tmp_path / "secret.yml")
    commit_all(own_project)
    with checked_out(own_project, "HEAD") as old:
        found = [one for one in check_project(old).diagnostics if one.path.endswith("secret.yml")]
    assert [one.rule for one in found] == ["symlink"]


def test_a_revision_without_data_is_an_empty_atlas(own_project: Project) -> None:
    git(own_project, "init", "--quiet", "--initial-branch", "main")
    git(own_project, "commit", "--quiet", "--allow-empty", "--message", "nothing yet")
    with checked_out(own_project, "HEAD") as old:
        assert read_all(old) == {}


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "HEAD:entries", "", "-h"])
def test_an_unknown_revision(own_project: Project, revision: str) -> None:
    commit_all(own_project)
    with pytest.raises(UsageError, match="git knows no revision"), checked_out(own_project, revision):
        pass


def test_no_repository(own_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(own_project.root.parent))
    with pytest.raises(UsageError, match="not a git repository"), checked_out(own_project, "HEAD"):
        pass


def test_no_git(own_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(UsageError, match="git cannot be run"), checked_out(own_project, "HEAD"):
        pass
