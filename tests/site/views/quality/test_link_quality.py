"""The last report on links, as the quality page shows it."""

from __future__ import annotations

from dataclasses import replace

from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.quality.link_quality import link_quality
from hfm_atlas.site.views.quality.quality import quality_view
from tests.monitoring.test_health import LINKS, keep


def test_without_a_report_nothing_is_said(mini_index: SiteIndex) -> None:
    assert link_quality(mini_index, None) is None
    assert quality_view(mini_index).links is None


def test_counts_and_what_is_wrong(mini_index: SiteIndex) -> None:
    view = link_quality(mini_index, LINKS)
    assert view is not None
    assert view.on == "20 November 2026"
    assert view.counts == ((1, "answered"), (1, "did not answer"), (1, "are dead"))
    (dead,) = view.dead
    assert dead.link.url == "https://example.org/b"
    assert dead.archive is not None
    assert dead.archive.url == "https://web.archive.org/web/b"
    assert [one.id for one in dead.entries] == ["cedarnet", "alderbert"]


def test_only_web_addresses_of_entries_are_linked(mini_index: SiteIndex) -> None:
    script = replace(LINKS.results[1], address="javascript:alert(1)")
    view = link_quality(mini_index, replace(LINKS, results=(script, LINKS.results[3])))
    assert view is not None
    assert view.dead == ()


def test_the_page_has_the_kept_report(own_project: Project, mini_index: SiteIndex) -> None:
    keep(own_project, LINKS)
    index = replace(mini_index, atlas=replace(mini_index.atlas, project=own_project))
    view = quality_view(index)
    assert view.links is not None
