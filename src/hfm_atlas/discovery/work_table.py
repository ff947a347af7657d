"""The one table of works, as Arrow has it; whoever only names works does without, since Arrow takes long to import."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from hfm_atlas.discovery.works import Work

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("doi", pa.string()),
        ("arxiv", pa.string()),
        ("pmid", pa.string()),
        ("title", pa.string()),
        ("title_key", pa.string()),
        ("abstract", pa.string()),
        ("authors", pa.list_(pa.string())),
        ("venue", pa.string()),
        ("date", pa.string()),
        ("year", pa.int32()),
    ]
)


def as_table(works: Iterable[Work]) -> pa.Table:
    """Works as a table of `SCHEMA`."""
    return pa.Table.from_pylist([{name: getattr(work, name) for name in SCHEMA.names} for work in works], schema=SCHEMA)
