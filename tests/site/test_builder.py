"""What stands next to the pages is made and written beside them, and nothing of it stays open."""

from __future__ import annotations

import gc
import warnings
from pathlib import Path

import pytest

from hfm_atlas._util import parallel
from hfm_atlas.site.builder import DataWriter, plan_site
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.routes import SiteFacts


def test_a_build_given_up_where_nothing_forks_leaves_no_open_file(
    mini_index: SiteIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "_can_fork", lambda: False)
    writer = DataWriter(plan_site(mini_index, SiteFacts("https://atlas.example/", "", "Atlas")), tmp_path)
    assert [one.filename for one in writer.exports()]
    writer.stop()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        del writer
        gc.collect()
    assert not [str(one.message) for one in caught if issubclass(one.category, ResourceWarning)]
