"""Tables: Parquet and CSV whose columns have the names of `work_table.SCHEMA`, or others that are in use."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hfm_atlas.discovery.formats.reading import Read, UnreadableFileError, open_bytes, read_each, refuse_web_page
from hfm_atlas.discovery.works import Work, make_work

# Names of columns in exports of reference managers and search engines.
_NAMES = {
    "arxiv": ("arxiv", "arxiv_id", "arxiv id", "eprint"),
    "pmid": ("pmid", "pubmed_id", "pubmed id"),
    "doi": ("doi",),
    "id": ("id", "key"),
    "title": ("title", "article title", "document title"),
    "abstract": ("abstract", "abstract note", "summary"),
    "authors": ("authors", "author"),
    "venue": ("venue", "journal", "journal/book", "publication title", "source title"),
    "date": ("date", "publication date", "year", "publication year"),
}
_BATCH = 5_000
_MAX_CELL = 1_000_000


def read_parquet(path: Path) -> Iterator[Read]:
    """Each row's work.

    Raises:
        UnreadableFileError: the file is no Parquet, or has no column of titles.
    """
    return read_each(path, _parquet_records(path))


def read_csv(path: Path) -> Iterator[Read]:
    """Each row's work; the first row names the columns.

    Raises:
        UnreadableFileError: the file is not text in UTF-8, or has no column of titles.
    """
    return read_each(path, _csv_records(path))


def _parquet_records(path: Path) -> Iterator[tuple[str, Callable[[], Work]]]:
    try:
        file = pq.ParquetFile(path)
        names = _columns(path, file.schema_arrow.names)
        number = 0
        for batch in file.iter_batches(_BATCH, columns=list(names.values())):
            for row in batch.to_pylist():
                number += 1
                yield f"row {number}", partial(_work, names, row)
    except (pa.ArrowException, OSError) as problem:
        raise UnreadableFileError(f"{path.name} cannot be read as Parquet: {problem}; fetch it again") from problem


def _csv_records(path: Path) -> Iterator[tuple[str, Callable[[], Work]]]:
    csv.field_size_limit(_MAX_CELL)
    with open_bytes(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        try:
            rows = csv.DictReader(text)
            refuse_web_page(path, ",".join(rows.fieldnames or []).encode())
            names = _columns(path, list(rows.fieldnames or []))
            for row in rows:
                yield f"line {rows.line_num}", partial(_work, names, row)
        except UnicodeDecodeError as problem:
            raise UnreadableFileError(f"{path.name} is not text in UTF-8; save it so") from problem
        except csv.Error as problem:
            raise UnreadableFileError(f"{path.name} cannot be read as CSV: {problem}") from problem
        finally:
            text.detach()


def _columns(path: Path, given: list[str]) -> dict[str, str]:
    """The column of each field."""
    lower = {name.strip().lower(): name for name in reversed(given)}
    found = {field: next((lower[one] for one in names if one in lower), None) for field, names in _NAMES.items()}
    if found["title"] is None:
        raise UnreadableFileError(f"{path.name} has no column `title`; its columns are {', '.join(given) or 'none'}")
    return {field: name for field, name in found.items() if name}


def _work(names: Mapping[str, str], row: Mapping[str, object]) -> Work:
    values = {field: row.get(name) for field, name in names.items()}
    authors = values.pop("authors", None)
    listed = authors if isinstance(authors, list) else re.split(r";|\band\b", str(authors or ""))
    texts = {field: "" if value is None else str(value) for field, value in values.items()}
    return make_work(authors=[str(name).strip() for name in listed], **texts)
