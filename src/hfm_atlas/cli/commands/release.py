"""`hfm-atlas release`: site and data of one snapshot in one archive that needs nothing else to be read and checked."""

from __future__ import annotations

import hashlib
import io
import stat
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import temporary_folder, write_file
from hfm_atlas.cli.commands.build import make_site
from hfm_atlas.exports import EXPORTERS
from hfm_atlas.loading.loader import load_project
from hfm_atlas.loading.snapshot import Snapshot, take_snapshot
from hfm_atlas.project import Project

MANIFEST = "SHA256SUMS"
_CITATION = "CITATION.cff"
# What says who made it and what one may do with it; an archive without it is none.
_PAPERS = (_CITATION, "LICENSE", "LICENSE-DATA", "CHANGELOG.md")
_SOURCES = {"entries": "*.yml", "taxonomy": "*.yml", "schema": "*.json"}
_README = """\
{label}
{line}

A literature map of healthcare foundation models: everything of one snapshot, complete in itself.

site/       the website; run `python -m http.server --directory site` and open http://localhost:8000
exports/    all entries as BibTeX, RIS, CSL-JSON, CSV, JSON, Parquet, RDF, GraphML and more
entries/    the entries as they are written, one YAML file each
taxonomy/   what they are described by, one YAML file a facet
schema/     JSON Schemas of both

How to cite it is in {citation}, what may be done with it in LICENSE (code) and LICENSE-DATA (everything else).
`sha256sum --check {manifest}` in this folder tells whether every file is as it was. The whole content has the hash
{content_hash}.
"""
Content = tuple[str, bytes]


def run_release(project: Project, output: Path) -> int:
    """Build the site and write the archive to `output`; 1 and no archive if anything is wrong.

    Raises:
        UsageError: a paper is missing or of another version; the archive cannot be written.
    """
    _check_papers(project)
    _check_output(output)
    with temporary_folder() as folder:
        site = folder / "site"
        if make_site(project, site) is None:
            return 1
        snapshot = take_snapshot(load_project(project).atlas)
        archive = pack(snapshot, archive_contents(project, site, snapshot))
    write_file(output, archive)
    print(f"{output}: {snapshot.label}, {len(archive):,} bytes", file=sys.stderr)
    print(f"SHA-256 {hashlib.sha256(archive).hexdigest()}", file=sys.stderr)
    return 0


def _check_papers(project: Project) -> None:
    for name in _PAPERS:
        if not (project.root / name).is_file():
            raise UsageError(f"there is no {name} in {project.root}; a release needs {', '.join(_PAPERS)}")
    cited = (yaml.safe_load((project.root / _CITATION).read_text("utf-8")) or {}).get("version")
    if str(cited) != version("hfm-atlas"):
        raise UsageError(f"{_CITATION} is of version {cited}, hfm-atlas of {version('hfm-atlas')}; bring them together")


def _check_output(output: Path) -> None:
    """Find out before the build whether the archive can be written after it."""
    if output.is_dir() or not output.parent.is_dir():
        raise UsageError(f"cannot write {output}: {'it is a folder' if output.is_dir() else 'there is no such folder'}")


def archive_contents(project: Project, site: Path, snapshot: Snapshot) -> Iterator[Content]:
    """Name and content of every file, in order of name."""
    files = {name: project.root / name for name in _PAPERS}
    for folder, pattern in _SOURCES.items():
        files |= _tree(project.root / folder, folder, pattern)
    files |= {f"exports/{one.filename}": site / one.filename for one in EXPORTERS.values()}
    files |= _tree(site, "site", "*")
    readme = _README.format(
        label=snapshot.label,
        line="=" * len(snapshot.label),
        citation=_CITATION,
        manifest=MANIFEST,
        content_hash=snapshot.content_hash,
    )
    for name in sorted([*files, "README.txt"]):
        yield name, files[name].read_bytes() if name in files else readme.encode("utf-8")


def _tree(folder: Path, name: str, pattern: str) -> dict[str, Path]:
    found = (file for file in folder.rglob(pattern) if file.is_file() and not file.is_symlink())
    return {f"{name}/{file.relative_to(folder).as_posix()}": file for file in found}


def pack(snapshot: Snapshot, contents: Iterable[Content]) -> bytes:
    """A zip archive of `contents` and their checksums; equal contents give equal bytes."""
    top = f"hfm-atlas-{snapshot.version}-{snapshot.date.isoformat()}"
    sums = []
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in contents:
            archive.writestr(_member(f"{top}/{name}", snapshot.date), content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        archive.writestr(_member(f"{top}/{MANIFEST}", snapshot.date), "".join(sums))
    return packed.getvalue()


def _member(name: str, day: date) -> ZipInfo:
    """A file that all may read, of the day of the snapshot, as if made on Unix."""
    member = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    member.compress_type = ZIP_DEFLATED
    member.create_system = 3
    member.external_attr = (stat.S_IFREG | 0o644) << 16
    return member
