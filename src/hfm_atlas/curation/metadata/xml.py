"""XML of strangers: bounded, without entities of its own."""

from __future__ import annotations

from xml.etree import ElementTree

from hfm_atlas.curation.metadata.record import InvalidRecordError


def parse_xml(text: str, source: str) -> ElementTree.Element:
    """The root of a document.

    Raises:
        InvalidRecordError: it is not XML, or defines entities, which can make a small document a huge one.
    """
    if "<!ENTITY" in text:
        raise InvalidRecordError(f"{source}: the answer defines entities, which no record of a work does")
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError as problem:
        raise InvalidRecordError(f"{source}: the answer is not XML: {problem}") from problem


def text_at(element: ElementTree.Element, path: str) -> str:
    """All text below the first element at `path`, as ElementTree writes paths; empty where there is none."""
    found = element.find(path)
    return "".join(found.itertext()).strip() if found is not None else ""
