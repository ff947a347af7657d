from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from bisect import bisect_left
from dataclasses import replace
from typing import get_args

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.discovery.completeness import Coverage, Estimate
from hfm_atlas.figures import FIGURES, FRAMES, Figure, Options, Width, draw_figure, inline_svg, matrix, write_figure
from hfm_atlas.figures.content import figure_data
from hfm_atlas.figures.drawing import Mark, Path, Text
from hfm_atlas.figures.figure import MIN_TYPE
from hfm_atlas.figures.style import SHAPES, STYLE, text_width
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.query.selection import Selection, select

WIDTHS: tuple[Width, ...] = get_args(Width)
SVG = "{http://www.w3.org/2000/svg}"


def marks(figure: Figure) -> list[Mark]:
    return [node for node in figure.nodes if isinstance(node, Mark)]


def texts(figure: Figure) -> list[Text]:
    inside = [one for mark in marks(figure) for one in mark.nodes if isinstance(one, Text)]
    return [node for node in figure.nodes if isinstance(node, Text)] + inside


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_keeps_to_its_frame(real: Selection, name: str, width: Width) -> None:
    figure, frame = draw_figure(name, real, width=width), FRAMES[width]
    if width == "web":
        frame = replace(frame, width=FIGURES[name].web_width)
    assert figure.height <= (frame.height or frame.max_height) + frame.type_size * 3
    assert figure.height == (frame.height or figure.height)
    slack = frame.type_size
    for mark in marks(figure):
        assert -slack <= mark.x <= frame.width + slack, mark.words
        assert -slack <= mark.y <= figure.height + slack, mark.words
    for text in texts(figure):
        if text.anchor == "start" and not text.turn:
            assert text.x + text_width(text.text, text.size) <= frame.width + 2 * slack, text.text
    ET.fromstring(write_figure(figure, "svg"))


@pytest.mark.parametrize("width", [one for one in WIDTHS if one != "web"])
@pytest.mark.parametrize("name", FIGURES)
def test_type_in_print_can_be_read(real: Selection, name: str, width: Width) -> None:
    for text in texts(draw_figure(name, real, width=width)):
        assert text.size >= MIN_TYPE, text.text


@pytest.mark.parametrize("name", FIGURES)
def test_every_mark_leads_somewhere_and_says_what_it_is(real: Selection, name: str) -> None:
    for mark in marks(draw_figure(name, real)):
        assert re.match(r"(models|base|datasets|explore|completeness)/", mark.url)
        assert mark.words
        assert all(id in real.atlas.entries for id in mark.ids)
        assert all(shape in SHAPES for shape in mark.classes)


@pytest.mark.parametrize("name", FIGURES)
def test_an_atlas_without_models_gives_an_empty_figure(mini: Selection, name: str) -> None:
    nothing = select(mini.atlas, mini.graph, [], snapshot=mini.snapshot)
    figure = draw_figure(name, nothing)
    assert not [mark for mark in marks(figure) if mark.ids]
    assert write_figure(figure, "csv").startswith(b"id,")
    ET.fromstring(write_figure(figure, "svg"))


def test_the_timeline_shows_every_model_once(real: Selection) -> None:
    models = [entry.id for entry in real.entries if isinstance(entry, ModelEntry)]
    for width in WIDTHS:
        shown = [id for mark in marks(draw_figure("timeline", real, width=width)) for id in mark.ids]
        assert sorted(shown) == sorted(models)


@pytest.mark.parametrize("width", WIDTHS)
def test_marks_of_the_timeline_keep_to_their_lane(real: Selection, width: Width) -> None:
    figure = draw_figure("timeline", real, width=width)
    ends = [float(one.d.split(" ")[1].split("H")[0]) for one in figure.nodes if isinstance(one, Path) and "H" in one.d]
    lanes = [term.id for term in real.atlas.terms("subfields")]
    # The axis lies on the end of the last lane.
    assert len(ends) == len(lanes) + 1
    for mark in marks(figure):
        entry = real.atlas.entries[mark.ids[0]]
        assert isinstance(entry, ModelEntry)
        assert bisect_left(ends, mark.y) == lanes.index(entry.subfield), mark.words


def test_names_of_the_timeline_cover_nothing(real: Selection) -> None:
    for width in WIDTHS:
        boxes = []
        figure = draw_figure("timeline", real, width=width)
        for mark in marks(figure):
            for one in mark.nodes:
                if isinstance(one, Text):
                    long = text_width(one.text, one.size)
                    left = one.x - long if one.anchor == "end" else one.x
                    boxes.append((round(mark.y, 1), left, left + long, one.text))
        boxes.sort()
        for (y, _, right, text), (other_y, left, _, other) in itertools.pairwise(boxes):
            assert y != other_y or left >= right - 0.5, f"{text} and {other}"


def test_the_growth_chart_counts_every_model(real: Selection) -> None:
    figure = draw_figure("growth", real)
    models = sum(isinstance(entry, ModelEntry) for entry in real.entries)
    assert sum(len(mark.ids) for mark in marks(figure)) == models
    assert sum(int(row.cells[-1]) for row in figure.table.rows) == models


def test_corpora_say_what_they_count(real: Selection) -> None:
    models = [entry for entry in real.entries if isinstance(entry, ModelEntry)]
    named = sum(
        isinstance(one.pretraining.corpora, list) and any(corpus.dataset for corpus in one.pretraining.corpora)
        for one in models
    )
    note = draw_figure("corpora", real).note
    assert note.startswith(f"{named} of {len(models)} models name a corpus that has an entry as a dataset")


def test_the_gap_map_prints_what_its_cells_hold(mini: Selection) -> None:
    figure = draw_figure("gap-map", mini)
    for mark in marks(figure):
        shown = [one.text for one in mark.nodes if isinstance(one, Text)]
        assert shown == ([str(len(mark.ids))] if mark.ids else [])
        assert mark.url.startswith("explore/?kind=model&tasks=")


def test_the_gap_map_says_how_complete_each_kind_of_data_is(real: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = tuple(entry.id for entry in real.entries)
    radiology = Coverage(found=50, entries=ids[:44], estimate=Estimate(133, 104, 50, 27, 191.4, 160.0, 240.0))
    omics = Coverage(found=5, entries=ids[:4], estimate=Estimate(95, 92, 5, 4, None, None, None))
    monkeypatch.setattr(matrix, "modality_coverage", lambda atlas: {"radiology": radiology, "omics": omics})
    figure = draw_figure("gap-map", real)
    found, held = ([one.text for one in mark.nodes if isinstance(one, Text)] for mark in marks(figure)[-2:])
    assert [one for one in found[1:] if one != "–"] == ["88", "80"]
    assert [one for one in held[1:] if one != "–"] == ["69"]
    column = figure.table.columns.index("Radiology")
    assert [row.cells[column] for row in figure.table.rows[-4:]] == [133, 50, 44, ("190", 190)]
    assert "since 2024" in figure.note


def test_a_filtered_gap_map_says_nothing_of_the_whole_atlas(real: Selection) -> None:
    figure = draw_figure("gap-map", replace(real, filters=("open=yes",)))
    assert all(mark.url.startswith("explore/") for mark in marks(figure))
    assert "since" not in figure.note
    assert "a gap of the atlas" not in figure.note
    assert "the atlas may have others" in figure.note
    assert "the atlas may have others" not in draw_figure("gap-map", real).note


def test_a_family_holds_what_goes_back_to_it_and_its_licences(mini: Selection) -> None:
    figure = draw_figure("lineage", mini, Options(of="oakbert"))
    assert figure.title == "What is built on OakBERT"
    assert "alderbert" in [id for mark in marks(figure) for id in mark.ids]
    assert figure.table.columns[4] == "Licence of weights"


@pytest.mark.parametrize("width", WIDTHS)
def test_what_the_lineage_leaves_out_is_said(real: Selection, width: Width) -> None:
    figure = draw_figure("lineage", real, width=width)
    shown = [id for mark in marks(figure) for id in mark.ids]
    missing = {id for row in figure.table.rows for id in row.ids} - set(shown)
    assert len(shown) == len(set(shown))
    assert bool(missing) == (f" of {len(missing)} entries not drawn, but in the table" in figure.note)


@pytest.mark.parametrize("subfield", ["vision", "language"])
def test_a_filtered_lineage_counts_and_marks_what_it_draws(real: Selection, subfield: str) -> None:
    models = [one for one in real.entries if isinstance(one, ModelEntry) and one.subfield == subfield]
    wanted = {one.id for one in models}
    chosen = replace(select(real.atlas, real.graph, models), filters=(f"subfield={subfield}",))
    figure = draw_figure("lineage", chosen)
    drawn = {id for mark in marks(figure) for id in mark.ids}
    assert drawn - wanted
    assert f" {len(wanted - drawn)} models not drawn" in figure.note
    assert f"In brackets: {len(drawn - wanted)} entries outside the filter" in figure.note
    for mark in marks(figure):
        name = next(one.text for one in mark.nodes if isinstance(one, Text))
        assert name.startswith("(") == (mark.ids[0] not in wanted), name


def test_a_poster_names_every_entry_and_a_column_those_that_others_build_on(real: Selection) -> None:
    drawn = {width: draw_figure("lineage", real, width=width) for width in ("web", "poster", "double")}
    named = {
        width: sum(bool(mark.nodes[0:1]) and isinstance(mark.nodes[0], Text) for mark in marks(figure))
        for width, figure in drawn.items()
    }
    assert named["poster"] == named["web"] == len(marks(drawn["web"]))
    assert named["double"] < named["web"] == len(marks(drawn["double"]))
    assert "LINE" in drawn["double"].note.upper()


@pytest.mark.parametrize("width", ["single", "double", "slide"])
def test_marks_of_the_lineage_cover_nothing(real: Selection, width: Width) -> None:
    figure = draw_figure("lineage", real, width=width)
    spans: dict[float, list[tuple[float, float, str]]] = {}
    for mark in marks(figure):
        ends = [one.x + text_width(one.text, one.size, bold=one.bold) for one in mark.nodes if isinstance(one, Text)]
        spans.setdefault(round(mark.y, 1), []).append((mark.x, max(ends, default=mark.x), mark.words))
    for line in spans.values():
        for (_, right, words), (left, _, other) in itertools.pairwise(sorted(line)):
            assert right < left, f"{words} and {other}"


def test_links_that_no_line_shows_are_in_the_table(real: Selection) -> None:
    links = sum(
        len(entry.builds_on)
        for entry in real.atlas.entries.values()
        if isinstance(entry, ModelEntry) and isinstance(entry.builds_on, list)
    )
    assert sum(1 for row in draw_figure("lineage", real).table.rows if row.cells[2]) >= links


def test_a_filter_is_named_in_the_caption(mini: Selection) -> None:
    vision = select(
        mini.atlas, mini.graph, [entry for entry in mini.entries if getattr(entry, "subfield", "") == "vision"]
    )
    figure = draw_figure("growth", replace(vision, filters=("subfield=vision",)))
    assert "Filter: subfield=vision." in figure.source
    assert figure_data(mini) in figure.source
    assert figure.source.encode() in write_figure(figure, "csv")


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("timelin", Options(), "no figure 'timelin': did you mean 'timeline'?"),
        ("growth", Options("clinical"), "growth cannot be coloured by 'clinical'; it knows: none"),
        ("growth", Options(of="oakbert"), "growth is always of the whole selection; leave out 'oakbert'"),
        ("lineage", Options(of="oakbrt"), "no family 'oakbrt': did you mean 'oakbert'?"),
        ("results", Options(of="lichenqa"), "no benchmark 'lichenqa': did you mean 'lichen-qa'?"),
    ],
)
def test_what_there_is_not_is_answered_with_the_nearest(
    mini: Selection, name: str, options: Options, message: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        draw_figure(name, mini, options)


def test_a_page_has_every_scheme_and_a_file_only_its_own(mini: Selection) -> None:
    figure = draw_figure("timeline", mini, Options("clinical"))
    page, file = inline_svg(figure, "../"), write_figure(figure, "svg").decode()
    assert page.count('class="key only"') == 3
    assert file.count('class="key only"') == 1
    assert 'href="../models/alderbert/"' in page
    assert "var(--" not in file


def test_texts_are_never_markup(mini: Selection) -> None:
    figure = replace(draw_figure("growth", mini), title="<script>alert(1)</script>", summary='"><img src=x>')
    for text in (str(inline_svg(figure, "./")), write_figure(figure, "svg").decode()):
        assert "<script>" not in text
        assert "<img" not in text


def test_every_shape_has_a_colour_that_the_style_declares() -> None:
    for shape in SHAPES.values():
        for name in re.findall(r'class="([^"]+)"', shape):
            assert all(f".{one}{{" in STYLE for one in name.split())
