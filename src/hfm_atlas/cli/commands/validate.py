"""`hfm-atlas validate`: run validation and report what it finds."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from rich.console import Console

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli.commands.fix import fix_project
from hfm_atlas.cli.commands.progress import progress_bar
from hfm_atlas.cli.streams import print_or_write
from hfm_atlas.diagnostics import count_errors
from hfm_atlas.discovery.checking import check_screening
from hfm_atlas.loading.loader import kept_readings
from hfm_atlas.project import Project
from hfm_atlas.reports import render_report, style_text
from hfm_atlas.validation.runner import CheckResult, check_project


def run_validate(
    project: Project, paths: Sequence[Path], format_name: str, output: Path | None, *, strict: bool, fix: bool = False
) -> int:
    """Check the whole atlas and report the findings in `paths`, or all; 1 if one is an error.

    With `strict`, a warning counts as well. With `fix`, what can be fixed safely is fixed first.

    Raises:
        UsageError: a path is not there, lies outside the project or is no file of the atlas; unknown format; output not
            writable.
    """
    wanted = [_path_in_project(project, path) for path in paths]
    if fix:
        fix_project(project, lambda path: not wanted or _is_within(path, wanted))
    result = _check_with_progress(project)
    if wanted:
        result = _limit(result, wanted)
        if not result.lines and not result.diagnostics:
            raise UsageError(
                f"nothing of {', '.join(map(str, paths))} was checked: entries are .yml files under entries/, facets "
                "under taxonomy/, decisions, searches and vocabulary under screening/"
            )
    _write(result, format_name, output)
    return 1 if count_errors(list(result.diagnostics)) or (strict and result.diagnostics) else 0


def _path_in_project(project: Project, path: Path) -> str:
    if not path.exists() and not path.is_symlink():
        raise UsageError(f"{path}: no such file or folder")
    # The folder is resolved, not the path, so that a link in the project is the link and not where it leads.
    place = path.parent.resolve() / path.name if path.name else path.resolve()
    if not place.is_relative_to(project.root):
        raise UsageError(f"{path} does not lie in the atlas {project.root}")
    return place.relative_to(project.root).as_posix()


def _check_with_progress(project: Project) -> CheckResult:
    """Validation with a progress bar; files of `screening/` are checked, too, which no rule looks at."""
    with progress_bar() as report:
        result = check_project(project, on_progress=partial(report, "Reading"), load_cache=kept_readings(project))
    screening = check_screening(project, result.atlas)
    return replace(
        result,
        diagnostics=tuple(sorted((*result.diagnostics, *screening.diagnostics), key=lambda one: one.sort_key)),
        lines=ChainMap(dict(screening.lines), result.lines),  # type: ignore[arg-type]
    )


def _limit(result: CheckResult, wanted: Sequence[str]) -> CheckResult:
    """The findings in the files and folders `wanted`, and those elsewhere that are about one of these files."""
    lines = {path: text for path, text in result.lines.items() if _is_within(path, wanted)}
    diagnostics = tuple(one for one in result.diagnostics if any(_is_within(path, wanted) for path in one.paths))
    return replace(
        result,
        diagnostics=diagnostics,
        lines=lines | {one.path: result.lines[one.path] for one in diagnostics if one.path in result.lines},
    )


def _is_within(path: str, wanted: Sequence[str]) -> bool:
    return any(place == "." or path == place or path.startswith(f"{place}/") for place in wanted)


def _write(result: CheckResult, format_name: str, output: Path | None) -> None:
    if output is None and format_name == "text" and (console := Console(soft_wrap=True)).is_terminal:
        console.print(style_text(result), end="")
    else:
        print_or_write(render_report(result, format_name), output)
