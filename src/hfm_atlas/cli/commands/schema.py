"""`hfm-atlas schema`: the JSON Schemas under schema/, made again or compared."""

from __future__ import annotations

import sys

from hfm_atlas._util.files import change_files, make_folder
from hfm_atlas._util.json_text import report_json
from hfm_atlas.diagnostics import count_errors
from hfm_atlas.loading.loader import load_project
from hfm_atlas.loading.published import published_schema
from hfm_atlas.model.json_schema import build_schemas
from hfm_atlas.project import Project
from hfm_atlas.reports import format_findings


def run_schema(project: Project, *, check: bool) -> int:
    """Write the JSON Schemas that differ; with `check`, only say which do and return 1 if there are any."""
    loaded = load_project(project)
    in_taxonomy = [one for one in loaded.diagnostics if one.path.startswith("taxonomy/")]
    if count_errors(in_taxonomy):
        # Terms of a facet with an error would be missing in the schemas.
        sys.stderr.write(format_findings(in_taxonomy, loaded.lines))
        return 1
    schemas = {**build_schemas(loaded.atlas), "atlas.schema.json": report_json(published_schema())}
    stale = [name for name, text in schemas.items() if _read(project, name) != text]
    if check:
        for name in stale:
            print(f"stale schema/{name}")
        print(f"{len(stale)} of {len(schemas)} schemas are stale" + ("; run `hfm-atlas schema`" if stale else ""))
        return 1 if stale else 0
    make_folder(project.schema)
    change_files(project.root, {project.schema / name: schemas[name].encode("utf-8") for name in stale})
    for name in stale:
        print(f"wrote schema/{name}")
    return 0


def _read(project: Project, name: str) -> str | None:
    file = project.schema / name
    return file.read_text("utf-8") if file.is_file() else None
