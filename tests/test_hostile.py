"""An entry that tries to be markup, script or a template is data like any other."""

from __future__ import annotations

from hfm_atlas.project import Project
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY


def test_hostile_texts_are_valid_and_kept_as_they_are(hostile_project: Project) -> None:
    result = check_project(hostile_project, TODAY)

    assert result.diagnostics == ()
    thorn = result.atlas.entries["thorn"]
    assert thorn.name == "<script>alert('name')</script>"
    assert thorn.aliases[2] == '"><img src=x onerror=alert(1)>'
