"""What a first visit loads stays small, for a hospital's network and a phone's."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def weight() -> ModuleType:
    """The benchmark, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("weight", ROOT / "benchmarks" / "weight.py")
    assert spec
    assert spec.loader
    module = sys.modules["weight"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_entry_is_light(browser: Browser, site: Path, weight: ModuleType) -> None:
    for visit in weight.entry_visits(browser, site):
        assert visit.total <= visit.target, visit.files


def test_the_explorer_is_light_with_its_data(browser: Browser, site: Path, weight: ModuleType) -> None:
    visit = weight.visit(browser, site, "explore/", weight.EXPLORE_TARGET)
    assert "explore/entries.json" in visit.files
    assert visit.total <= visit.target, visit.files
