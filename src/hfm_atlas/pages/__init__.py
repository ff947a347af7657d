"""Pages of the site: which there are, and how a view becomes ready HTML for MkDocs."""

from hfm_atlas.pages.page import ReadyPage
from hfm_atlas.pages.plan import PlannedPage, SiteFacts, plan_pages
from hfm_atlas.pages.redirects import redirect_page, redirects
from hfm_atlas.pages.renderer import Content, Renderer
from hfm_atlas.pages.search import search_records

__all__ = [
    "Content",
    "PlannedPage",
    "ReadyPage",
    "Renderer",
    "SiteFacts",
    "plan_pages",
    "redirect_page",
    "redirects",
    "search_records",
]
