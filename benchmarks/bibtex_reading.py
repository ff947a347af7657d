"""How well `add --bibtex` reads: real BibTeX files, field by field next to pybtex and, where it is installed, biber.

    python benchmarks/bibtex_reading.py FILE.bib ...

The files are whatever you have; those behind the figures in README.md are named there. A field is *wrong* if neither
of the other programs reads it so, and *lost* if one of them has it, the record has not, and no remark says so.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import latexcodec  # noqa: F401  # registers the codec
import pybtex.errors
from pybtex.database import Entry, Person
from pybtex.database.input.bibtex import Parser

from hfm_atlas.curation.metadata.bibtex import read_bibtex
from hfm_atlas.curation.metadata.record import BibliographicRecord, month_in

BLTX = "{http://biblatex-biber.sourceforge.net/biblatexml}"
# What each field of the atlas is called in BibTeX, by BibTeX's and biblatex's names.
NAMES = {
    "title": ("title",),
    "venue": ("journal", "journaltitle", "booktitle"),
    "publisher": ("publisher", "school", "institution", "organization"),
    "volume": ("volume",),
    "number": ("number", "issue"),
    "pages": ("pages", "eid", "articleno", "elocation-id"),
    "doi": ("doi",),
    "url": ("url",),
}
BIBTEX = {**NAMES, "authors": ("author",)}
IN_A_VENUE = ("venue", "publisher", "volume", "number", "pages")
TYPES = {
    "article": "article",
    "inproceedings": "inproceedings",
    "conference": "inproceedings",
    "incollection": "inproceedings",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "software": "software",
    "dataset": "dataset",
    "unpublished": "preprint",
}
# Neither of the other programs turns the commands of Greek letters into letters.
GREEK = re.compile(
    r"\\(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi"
    r"|omega)(?![a-z])"
)
# Commands that print nothing of their own.
SILENT = r"url|path|emph|textit|textbf|texttt|textsc|mbox|hbox|text|href|em|it|bf|tt|sc|sf|rm|mathrm|mathcal|ensuremath"
FIELDS = ("type", "authors", "year", "month", *NAMES)


@dataclass
class Reading:
    """One work as another program reads it."""

    type: str
    authors: list[str]
    year: str
    month: int | None
    texts: dict[str, str]


@dataclass
class Tally:
    compared: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    records: int = 0
    records_wrong: int = 0
    records_lost: int = 0
    refused: int = 0
    silent: int = 0


def plain(text: str) -> str:
    """Letters and digits only, so that spacing, dashes, braces and accents written in two ways do not count."""
    letters = unicodedata.normalize("NFKD", text.replace("ı", "i")).casefold()
    return "".join(one for one in GREEK.sub(lambda found: _greek(found.group(1)), letters) if one.isalnum())


def _greek(name: str) -> str:
    return unicodedata.lookup(f"GREEK SMALL LETTER {'LAMDA' if name == 'lambda' else name}").casefold()


def decoded(latex: str) -> str:
    """LaTeX as text by latexcodec, which the atlas does not use; commands that it does not know are dropped."""
    text = re.sub(rf"\\(?:{SILENT})(?![a-zA-Z])", "", latex)
    text = GREEK.sub(lambda found: _greek(found.group(1)), text)
    with contextlib.suppress(ValueError):
        text = codecs.decode(text, "ulatex")
    return re.sub(r"\\[a-zA-Z]+\s*", "", text)


def pybtex_readings(text: str) -> dict[str, Reading]:
    pybtex.errors.set_strict_mode(False)
    with pybtex.errors.capture():
        database = Parser(macros={}, keyless_entries=False).parse_string(text)
    return {key.lower(): _pybtex_reading(entry) for key, entry in database.entries.items()}


def _pybtex_reading(entry: Entry) -> Reading:
    values = {name.lower(): value for name, value in entry.fields.items()}
    texts = {name: decoded(_first(values, names)) for name, names in NAMES.items()}
    if subtitle := values.get("subtitle"):
        texts["title"] += ": " + decoded(subtitle)
    date = values.get("date", "") or values.get("year", "")
    month = values.get("month", "")
    numbered = re.match(r"\d{4}-(\d\d)", date)
    return Reading(
        entry.type.lower(),
        [_person(one) for one in entry.persons.get("author", [])],
        next(iter(re.findall(r"\d{4}", date)), ""),
        month_in(decoded(month)) or (month_in(numbered.group(1)) if numbered else None),
        texts,
    )


def _first(values: dict[str, str], names: tuple[str, ...]) -> str:
    return next((values[name] for name in names if values.get(name)), "")


def _person(person: Person) -> str:
    parts = [person.prelast_names, person.last_names, person.lineage_names, person.first_names, person.middle_names]
    return decoded(" ".join(word for words in parts for word in words))


def biber_readings(file: Path) -> dict[str, Reading]:
    if shutil.which("biber") is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.bltxml"
        command = ["biber", "--tool", "--quiet", "--output-resolve", "--output-format=biblatexml"]
        done = subprocess.run([*command, f"--output-file={out}", str(file)], cwd=folder, capture_output=True)
        try:
            entries = ElementTree.parse(out).getroot().findall(f"{BLTX}entry")
        except (OSError, ElementTree.ParseError) as problem:
            print(f"biber cannot read {file.name} (exit code {done.returncode}): {problem}", file=sys.stderr)
            return {}
    return {entry.get("id", "").lower(): _biber_reading(entry) for entry in entries}


def _biber_reading(entry: ElementTree.Element) -> Reading:
    def text(*names: str) -> str:
        found = (entry.find(f"{BLTX}{name}") for name in names)
        return next((text_of(one) for one in found if one is not None), "")

    authors = []
    for names in entry.findall(f"{BLTX}names"):
        if names.get("type") == "author":
            authors = [_biber_name(name) for name in names.findall(f"{BLTX}name")]
    texts = {name: text(*names) for name, names in NAMES.items()}
    if subtitle := text("subtitle"):
        texts["title"] += ": " + subtitle
    date = next((text_of(one) for one in entry.findall(f"{BLTX}date") if not one.get("type")), "") or text("year")
    month = re.match(r"\d{4}-(\d\d)", date)
    year = next(iter(re.findall(r"\d{4}", date)), "")
    number = int(month.group(1)) if month else month_in(text("month"))
    return Reading(entry.get("entrytype", "").lower(), authors, year, number, texts)


def text_of(element: ElementTree.Element) -> str:
    text = re.sub(rf"\\(?:{SILENT})(?![a-zA-Z])", "", "".join(element.itertext()))
    return " ".join(text.split())


def _biber_name(name: ElementTree.Element) -> str:
    parts = {part.get("type"): " ".join(text_of(part).split()) for part in name.findall(f"{BLTX}namepart")}
    return " ".join(parts.get(one, "") for one in ("prefix", "family", "suffix", "given"))


def compare(record: BibliographicRecord, readings: list[Reading]) -> Iterator[tuple[str, str]]:
    """Each field that differs from every other reading, and how: wrong or lost."""
    said = plain(" ".join(record.remarks))
    for name in FIELDS:
        ours = _ours(record, name)
        theirs = [_theirs(reading, name) for reading in readings]
        if not any(theirs) or ours in theirs:
            continue
        if name == "type" and (record.type == "preprint" or record.remarks):
            continue  # a preprint server is no journal; what is guessed is said
        if record.type == "preprint" and name in IN_A_VENUE:
            id = plain(record.arxiv or (record.preprint or ("", ""))[1])
            if name == "venue" or any(one in said or (id and id in one) for one in theirs if one):
                continue
        if ours and name in ("number", "publisher") and any(one and one in said for one in theirs):
            continue  # the other one of two is named in a remark
        if name == "pages" and ours and any(_pages_end_alike(ours, one) for one in theirs):
            continue  # 1234-40 is written out
        if any(f"in `{one}` prints" in remark for one in BIBTEX.get(name, ()) for remark in record.remarks):
            continue  # what an unknown command prints is said to be missing
        if name == "authors" and any("cut" in remark for remark in record.remarks):
            continue
        yield name, "wrong" if ours else ("told" if any(one and one in said for one in theirs) else "lost")


def _ours(record: BibliographicRecord, name: str) -> str:
    if name == "authors":
        return plain(" ".join(_in_order(one) for one in record.authors if one != "others"))
    value = getattr(record, name)
    return str(value or "") if name in ("month", "year") else plain(str(value or ""))


def _in_order(name: str) -> str:
    return name.replace(",", " ")


def _theirs(reading: Reading, name: str) -> str:
    if name == "authors":
        return plain(" ".join(one for one in reading.authors if plain(one) != "others"))
    if name == "type":
        return TYPES.get(reading.type, "")
    if name in ("month", "year"):
        return str(getattr(reading, name) or "")
    return plain(
        re.sub(r"^https?://(?:dx\.)?doi\.org/", "", reading.texts[name]) if name == "doi" else reading.texts[name]
    )


def _pages_end_alike(ours: str, theirs: str) -> bool:
    return bool(theirs) and (ours.startswith(theirs[: len(theirs) // 2]) and ours.endswith(theirs[-1]))


def keys_by_line(text: str) -> dict[int, str]:
    return {
        number: found.group(1).strip().lower()
        for number, line in enumerate(text.split("\n"), 1)
        if (found := re.match(r"\s*@\s*\w+\s*[{(]\s*([^,\s]*)", line))
    }


def measure(file: Path, tally: Tally) -> None:
    text = file.read_text("utf-8-sig", errors="replace")
    read = read_bibtex(text, "line")
    try:
        first = pybtex_readings(text)
    except Exception as problem:
        print(f"pybtex cannot read {file.name}: {problem}", file=sys.stderr)
        first = {}
    second = biber_readings(file)
    keys = keys_by_line(text)
    shown = {int(found.group(1)) for one in read.problems if (found := re.match(r"line:(\d+)", one))}
    tally.refused += len(read.problems)
    there = {int(record.source.partition(":")[2]): record for record in read.records}
    seen: set[str] = set()
    for line, key in keys.items():
        if line not in there:
            if line not in shown and (key in first or key in second):
                tally.silent += 1
                tally.examples.append(f"{file.name}:{line}: neither read nor refused")
            continue
        readings = [one[key] for one in (first, second) if key in one]
        if not readings or key in seen:
            continue
        seen.add(key)
        _count(tally, there[line], readings, f"{file.name}:{line}")


def _count(tally: Tally, record: BibliographicRecord, readings: list[Reading], where: str) -> None:
    tally.records += 1
    tally.compared.update(name for name in FIELDS if any(_theirs(one, name) for one in readings))
    found = list(compare(record, readings))
    for name, how in found:
        if how != "told":
            (tally.wrong if how == "wrong" else tally.lost)[name] += 1
            theirs = " | ".join(_theirs(one, name) for one in readings)
            tally.examples.append(f"{where}: {name} {how}: {_ours(record, name)!r} against {theirs!r}")
    tally.records_wrong += any(how == "wrong" for _, how in found)
    tally.records_lost += any(how == "lost" for _, how in found)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--examples", type=int, default=20, help="differences to show")
    given = arguments.parse_args()
    tally = Tally()
    for file in given.files:
        measure(file, tally)
    for example in tally.examples[: given.examples]:
        print(example)
    print(f"\n| of {tally.records:,} records | compared | wrong | lost without a word |\n|---|--:|--:|--:|")
    for name in FIELDS:
        print(f"| {name} | {tally.compared[name]:,} | {tally.wrong[name]} | {tally.lost[name]} |")
    share = 100 * tally.records_wrong / max(tally.records, 1)
    wrong = f"{tally.records_wrong} ({share:.2f} %)"
    print(f"| records with such a field | {tally.records:,} | {wrong} | {tally.records_lost} |")
    print(f"\nrefused with a reason: {tally.refused}; neither read nor refused: {tally.silent}")


if __name__ == "__main__":
    main()
