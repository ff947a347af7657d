"""What's new, and the Atom feed of it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.project import Project
from hfm_atlas.site.feed import FEED_FILE, FEED_LENGTH, news_feed, term_feeds
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.statements import works_of_term
from hfm_atlas.site.routes import SiteFacts
from hfm_atlas.site.static_files import data_files
from hfm_atlas.site.views.overview import news
from hfm_atlas.site.views.overview.news import additions, changes, news_view
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY

SITE = SiteFacts("https://example.org/atlas/", "Invented models", "Mini Atlas")
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def index_of(project: Project) -> SiteIndex:
    checked = check_project(project, TODAY)
    return SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas))


def feed_of(index: SiteIndex) -> ET.Element:
    content = news_feed(index, SITE)
    assert content is not None
    return ET.fromstring(content)


def texts(feed: ET.Element, path: str) -> list[str]:
    return [node.text or "" for node in feed.findall(path, ATOM)]


def test_the_latest_entries_come_first(mini_index: SiteIndex) -> None:
    view = news_view(mini_index, has_feed=True)
    (month,) = view.months
    assert (month.title, month.anchor, month.number) == ("November 2026", "month-2026-11", len(additions(mini_index)))
    first = next(day for day in month.days if day.number)
    assert (first.day, first.anchor, first.words) == ("9 November 2026", "day-2026-11-09", "1 model")
    (addition,) = first.items
    assert first.kinds == ()
    assert (addition.entry.id, addition.kind) == ("hazelchat", "Multimodal model")
    assert [heading.anchor for heading in view.headings] == ["month-2026-11"]


def test_entries_of_one_day_stand_by_year_then_name(mini_index: SiteIndex) -> None:
    found = additions(mini_index)
    keys = [(-one.added.toordinal(), -one.entry.year, one.entry.name.casefold()) for one in found]
    assert keys == sorted(keys)


def test_a_long_day_names_entries_by_kind_and_subfield(mini_index: SiteIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "LONG_DAY", 1)
    monkeypatch.setattr(news, "_NAMED", 1)
    days = [day for month in news_view(mini_index, has_feed=True).months for day in month.days]
    max_length = max(days, key=lambda day: sum(kind.number for kind in day.kinds))
    assert max_length.items == ()
    assert [kind.title for kind in max_length.kinds] == ["Datasets", "Base models", "Surveys"]
    for kind in max_length.kinds:
        assert kind.number == sum(len(part.every) for part in kind.parts)
        assert all(part.named == part.every[:1] for part in kind.parts)
        assert [bool(part.title) for part in kind.parts] == sorted(
            (bool(part.title) for part in kind.parts), reverse=True
        )
        assert all({one.subfield_name or "" for one in part.every} == {part.title} for part in kind.parts)


def test_entries_without_a_day_are_counted(own_project: Project) -> None:
    path = own_project.entries / "language" / "birchgpt.yml"
    path.write_text(re.sub(r"(?m)^added: .*\n", "", path.read_text("utf-8")), "utf-8")
    index = index_of(own_project)
    assert news_view(index, has_feed=True).undated == 1
    assert "birchgpt" not in {one.entry.id for one in additions(index)}


def test_former_ids_are_no_news(mini_index: SiteIndex) -> None:
    found = [one.entry.id for one in additions(mini_index)]
    assert len(found) == len(set(found))
    assert "alder" in mini_index.atlas.entries["alderbert"].former_ids
    assert "alder" not in found


def test_the_feed_has_what_atom_requires(mini_index: SiteIndex) -> None:
    feed = feed_of(mini_index)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert texts(feed, "a:title") == ["Mini Atlas: what’s new"]
    assert texts(feed, "a:id") == ["https://example.org/atlas/news/"]
    assert texts(feed, "a:author/a:name") == ["Mini Atlas"]
    links = {node.get("rel"): node.get("href") for node in feed.findall("a:link", ATOM)}
    assert links == {"self": "https://example.org/atlas/news.xml", "alternate": "https://example.org/atlas/news/"}
    for entry in feed.findall("a:entry", ATOM):
        assert [len(texts(entry, f"a:{name}")) for name in ("title", "id", "updated", "summary")] == [1, 1, 1, 1]
        (link,) = entry.findall("a:link", ATOM)
        assert (link.get("href") or "").startswith("https://example.org/atlas/")
    ids = texts(feed, "a:entry/a:id")
    assert len(ids) == len(set(ids)) == min(FEED_LENGTH, len(additions(mini_index)))


def test_the_feed_is_as_young_as_its_latest_entry(mini_index: SiteIndex) -> None:
    feed = feed_of(mini_index)
    assert texts(feed, "a:updated") == ["2026-11-20T00:00:00Z"]
    days = texts(feed, "a:entry/a:updated")
    assert days == sorted(days, reverse=True)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", day) for day in days)


def test_facts_read_after_an_entry_came_are_its_changes(mini_index: SiteIndex) -> None:
    found = {(one.entry.id, one.day.isoformat()): one for one in changes(mini_index)}
    change = found["cedarnet", "2026-11-20"]
    assert {"Modalities", "Tasks"} <= set(change.stated)
    assert not set(change.stated) & set(change.settled)
    assert ("hazelchat", "2026-11-19") in found
    assert all(day > mini_index.atlas.entries[id].added.isoformat() for id, day in found)


def test_a_day_has_what_came_and_what_was_read(mini_index: SiteIndex) -> None:
    days = {day.date: day for month in news_view(mini_index, has_feed=True).months for day in month.days}
    assert days["2026-11-20"].number == 0
    assert len(days["2026-11-20"].changes) > 3
    assert days["2026-11-09"].changes == ()


def test_each_term_with_entries_has_a_feed(mini_index: SiteIndex) -> None:
    feeds = dict(term_feeds(mini_index, SITE))
    feed = ET.fromstring(feeds["taxonomy/tasks/segmentation/feed.xml"])
    assert texts(feed, "a:title") == ["Mini Atlas: Segmentation"]
    assert set(texts(feed, "a:entry/a:title")) == {"CedarNet", "CedarSeg"}
    assert "Facts read since: " in texts(feed, "a:entry/a:summary")[0]
    for address in feeds:
        facet, id = address.split("/")[-3:-1]
        assert works_of_term(mini_index, facet, id)
    challenge = ET.fromstring(feeds["challenges/label-scarcity/feed.xml"])
    assert "AlderBERT" in texts(challenge, "a:entry/a:title")
    assert dict(term_feeds(mini_index, SiteFacts())) == {}


def test_a_renamed_entry_is_not_new_again(mini_index: SiteIndex) -> None:
    assert "tag:example.org,2026:entry/alder" in texts(feed_of(mini_index), "a:entry/a:id")


def test_an_id_that_is_in_use_again_is_its_new_owners(own_project: Project) -> None:
    path = own_project.entries / "language" / "alderbert.yml"
    path.write_text(path.read_text("utf-8").replace("[alder]", "[oakbert]"), "utf-8")
    ids = texts(feed_of(index_of(own_project)), "a:entry/a:id")
    assert {"tag:example.org,2026:entry/alderbert", "tag:example.org,2026:entry/oakbert"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_equal_content_gives_equal_bytes(mini_index: SiteIndex, mini_project: Project) -> None:
    assert news_feed(mini_index, SITE) == news_feed(index_of(mini_project), SITE)


def test_hostile_texts_stay_text_in_the_feed(hostile_project: Project) -> None:
    path = hostile_project.entries / "language" / "thorn.yml"
    if "added:" not in path.read_text("utf-8"):
        path.write_text(path.read_text("utf-8") + "added: 2026-11-20\n", "utf-8")
    feed = feed_of(index_of(hostile_project))
    assert "<script>alert('name')</script>" in texts(feed, "a:entry/a:title")
    assert {node.tag.partition("}")[2] for node in feed.iter()} <= {
        *("feed", "title", "subtitle", "id", "updated", "link", "author", "name"),
        *("entry", "published", "category", "summary"),
    }


def test_a_site_without_an_address_has_no_feed(mini_index: SiteIndex) -> None:
    assert news_feed(mini_index, SiteFacts()) is None
    assert FEED_FILE not in dict(data_files(mini_index, SiteFacts(), ()))
    assert FEED_FILE in dict(data_files(mini_index, SITE, ()))
