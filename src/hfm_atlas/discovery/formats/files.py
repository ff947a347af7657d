"""Which format a file has, by its name, and reading it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hfm_atlas._util.errors import UsageError
from hfm_atlas.discovery.formats.json_lines import read_json_lines
from hfm_atlas.discovery.formats.pubmed_xml import read_pubmed_xml
from hfm_atlas.discovery.formats.reading import Read
from hfm_atlas.discovery.formats.references import read_bib, read_ris
from hfm_atlas.discovery.formats.tables import read_csv, read_parquet

# By the end of a name; each but Parquet may be gzipped.
FORMATS: dict[str, Callable[[Path], Iterator[Read]]] = {
    ".parquet": read_parquet,
    ".csv": read_csv,
    ".jsonl": read_json_lines,
    ".json": read_json_lines,
    ".xml": read_pubmed_xml,
    ".bib": read_bib,
    ".ris": read_ris,
}


def format_of(path: Path) -> Callable[[Path], Iterator[Read]] | None:
    """What reads a file of this name; None where the name tells no format.

    The files of the snapshot of OpenAlex are called part_000.gz.
    """
    name = path.name.lower()
    bare = name.removesuffix(".gz")
    ending = Path(bare).suffix or (".jsonl" if name.endswith(".gz") else "")
    return FORMATS.get(ending)


def find_files(given: Iterable[Path]) -> list[Path]:
    """The files, and those of the folders among them, in a fixed order.

    Raises:
        UsageError: one is not there, or its name tells no format.
    """
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if one.is_file() and format_of(one))
        elif not path.exists():
            raise UsageError(f"there is no file {path}")
        elif format_of(path) is None:
            raise UsageError(f"{path}: the name tells no format; those known are {', '.join(FORMATS)}, each also .gz")
        else:
            found.append(path)
    return found


def read_file(path: Path) -> Iterator[Read]:
    """Each record of a file in the format that its name tells.

    Raises:
        UnreadableFileError: it is not what its name says, or ends in the middle; records before that were given.
    """
    reader = format_of(path)
    assert reader is not None, path
    return reader(path)
