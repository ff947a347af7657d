"""`hfm-atlas build`: validate, build next to the site, check links, and swap the new site in by rename.

Where nothing has changed since the last build, none of that is done, and nothing that it needs is imported.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import check_name, is_running, only_one
from hfm_atlas.project import Project
from hfm_atlas.site.last_build import LastBuild, read_inputs

if TYPE_CHECKING:
    from hfm_atlas.site.internal_links import Reader
    from hfm_atlas.site.mkdocs.program import BuiltSite
    from hfm_atlas.validation.runner import CheckResult

# Names of folders next to the site: the one being built, and the old one for the moment of the swap.
_BUILDING = ".building-"
_REPLACED = ".replaced"


def run_build(project: Project, site: Path | None = None) -> int:
    """Build the site into `site` (by default site/); 1 and the last site untouched if anything is wrong."""
    target = (site or project.site).resolve()
    pages = make_site(project, target)
    if pages is None:
        return 1
    print(f"{pages} pages in {target}; open {target / 'index.html'}, or run `hfm-atlas serve`", file=sys.stderr)
    return 0


def make_site(project: Project, target: Path) -> int | None:
    """Build the site into `target` and return how many pages it has; None and the last site untouched if it fails."""
    check_name(target)
    with only_one(project.cache / "building.lock", "another build is running; waiting until it is done"):
        return _make_site(project, target)


def _make_site(project: Project, target: Path) -> int | None:
    _restore_interrupted(target)
    last, inputs = LastBuild(project, target), read_inputs(project)
    if (unchanged := last.pages(inputs)) is not None:
        return unchanged
    checked = _check(project)
    if checked is None:
        return None
    with _folder_next_to(target) as building:
        built = _build_into(project, building, checked)
        if built is None or _report_dead_links(project, building, built.read_links):
            return None
        pages = sum(1 for _ in building.rglob("*.html"))
        _swap_in(building, target)
    # A file that was written to meanwhile may have been read before or after.
    if inputs is not None and built.is_settled and read_inputs(project) == inputs:
        last.note(inputs, pages)
    return pages


def _check(project: Project) -> CheckResult | None:
    """The project after validation; None where it holds errors, which are said."""
    from hfm_atlas.diagnostics import count_errors
    from hfm_atlas.loading.loader import kept_readings
    from hfm_atlas.reports import render_report
    from hfm_atlas.validation.runner import check_project

    checked = check_project(project, load_cache=kept_readings(project))
    if not count_errors(checked.diagnostics):
        return checked
    sys.stderr.write(render_report(checked, "text"))
    return None


def _build_into(project: Project, folder: Path, checked: CheckResult) -> BuiltSite | None:
    """What was built; None where the build failed, which is said."""
    from hfm_atlas.cli.commands.progress import progress_bar
    from hfm_atlas.site.mkdocs.program import BuildFailedError, build_site

    try:
        with progress_bar() as report:
            return build_site(project, folder, checked, report)
    except BuildFailedError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return None


def _report_dead_links(project: Project, folder: Path, read_links: Reader) -> bool:
    """Print dead internal links; whether there are any."""
    from hfm_atlas.site.internal_links import find_dead_links
    from hfm_atlas.site.mkdocs.program import base_path

    dead = find_dead_links(folder, base_path(project), read_links)
    for link in dead:
        print(f"error: {link.page}: the link '{link.address}' leads nowhere ({link.reason})", file=sys.stderr)
    return bool(dead)


@contextmanager
def _folder_next_to(target: Path) -> Iterator[Path]:
    """A new folder on the same file system as `target`, removed in the end if it is still there."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{target.name}{_BUILDING}{os.getpid()}-", dir=target.parent))
    except OSError as problem:
        raise UsageError(f"cannot build next to {target}: {problem.strerror}") from problem
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap_in(building: Path, target: Path) -> None:
    """Put the new site in the place of the old one; two renames, and the old one comes back if the second fails."""
    building.chmod(0o755)
    replaced = target.with_name(target.name + _REPLACED)
    if target.exists():
        target.rename(replaced)
    try:
        building.rename(target)
    except OSError:
        if replaced.exists():
            replaced.rename(target)
        raise
    shutil.rmtree(replaced, ignore_errors=True)


def _restore_interrupted(target: Path) -> None:
    """Clear up behind a build that was killed: the last good site back in place, its half-built folder gone."""
    replaced = target.with_name(target.name + _REPLACED)
    if replaced.exists() and not target.exists():
        replaced.rename(target)
    shutil.rmtree(replaced, ignore_errors=True)
    begin = target.name + _BUILDING
    for folder in target.parent.glob(f"{begin}*"):
        pid = folder.name.removeprefix(begin).split("-")[0]
        if pid.isdigit() and not is_running(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
