from __future__ import annotations

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.exports import EXPORTERS, Selection, find_exporter, select

# Formats whose files have no place for it in the open text.
_LABEL_ELSEWHERE = {"parquet", "results-parquet", "datapackage", "json"}
# There is no field of CSL that no style prints.
_WITHOUT_LABEL = {"csl-json"}


@pytest.mark.parametrize("name", EXPORTERS)
def test_two_exports_give_the_same_bytes(selection: Selection, name: str) -> None:
    again = select(selection.atlas, selection.graph, reversed(selection.entries))
    assert EXPORTERS[name].export(selection) == EXPORTERS[name].export(again)


@pytest.mark.parametrize("name", sorted(EXPORTERS.keys() - _LABEL_ELSEWHERE - _WITHOUT_LABEL))
def test_every_export_names_its_snapshot(selection: Selection, name: str) -> None:
    assert selection.snapshot.label in EXPORTERS[name].export(selection).decode("utf-8")


@pytest.mark.parametrize("name", sorted(_LABEL_ELSEWHERE))
def test_other_exports_carry_the_hash(selection: Selection, name: str) -> None:
    wanted = selection.snapshot.short_hash if "parquet" in name else selection.snapshot.content_hash
    assert wanted.encode() in EXPORTERS[name].export(selection)


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_export_can_be_empty(selection: Selection, name: str) -> None:
    assert isinstance(EXPORTERS[name].export(select(selection.atlas, selection.graph, [])), bytes)


def test_every_file_has_a_name_and_help_of_its_own() -> None:
    assert len({exporter.filename for exporter in EXPORTERS.values()}) == len(EXPORTERS)
    assert all(exporter.help for exporter in EXPORTERS.values())


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"^unknown format 'bibtx': did you mean 'bibtex'\?$"):
        find_exporter("bibtx")
    with pytest.raises(UsageError, match=r"^unknown format 'qqq': the formats are bibtex, ris, "):
        find_exporter("qqq")
