"""`hfm-atlas export`: a selection of entries in one of the export formats."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from hfm_atlas.errors import UsageError
from hfm_atlas.exports import Selection, find_exporter
from hfm_atlas.files import write_file
from hfm_atlas.filters import select_entries
from hfm_atlas.project import Project
from hfm_atlas.rules import check_project
from hfm_atlas.snapshot import take_snapshot


def run_export(project: Project, format_name: str, where: Sequence[str], output: Path | None) -> int:
    """Write the entries that every filter in `where` accepts to `output`, or to standard output.

    Raises:
        UsageError: unknown format, field or term; no entry accepted; output not writable.
    """
    exporter = find_exporter(format_name)
    checked = check_project(project)
    entries = select_entries(checked.atlas, checked.graph, where)
    if not entries:
        raise UsageError(f"no entry matches {' and '.join(where)}" if where else "the atlas has no valid entry")
    selection = Selection(checked.atlas, checked.graph, take_snapshot(checked.atlas), tuple(entries))
    content = exporter.export(selection)
    if output is None:
        sys.stdout.buffer.write(content)
        return 0
    write_file(output, content)
    print(f"{output}: {len(entries)} entries, {len(content):,} bytes", file=sys.stderr)
    return 0
