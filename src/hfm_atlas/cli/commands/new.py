"""`hfm-atlas new`: the draft of an entry in its place, ready to be filled in."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import make_folder, write_file
from hfm_atlas.curation.drafts import Draft, write_draft
from hfm_atlas.curation.metadata.matching import find_same_publication
from hfm_atlas.loading.loader import Loaded, check_entry_text, load_project
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.identifiers import is_device, is_slug
from hfm_atlas.model.normalization import normalize_arxiv, normalize_doi
from hfm_atlas.project import Project
from hfm_atlas.validation.rules.duplicates import kind_group
from hfm_atlas.validation.rules.location import expected_folder


def run_new(project: Project, draft: Draft, today: date | None = None) -> int:
    """Write the file of a new entry and say what to do next.

    Raises:
        UsageError: the id is taken, something given is malformed, or the file cannot be written.
    """
    day = today or datetime.now(UTC).date()
    loaded, normalized = load_project(project), _is_normalized(draft)
    path, _ = write_entry(project, loaded, normalized, day)
    print(path)
    if warning := _same_work(loaded, normalized):
        print(f"warning: {warning}", file=sys.stderr)
    print(f"Fill it in, then run `hfm-atlas validate {path}`.", file=sys.stderr)
    return 0


def _same_work(loaded: Loaded, draft: Draft) -> str:
    """What to do about an entry that has the draft's publication; empty where there is none.

    The draft is written all the same: a paper may describe two models, and nothing else writes a draft for the second.
    """
    group = kind_group(draft.kind)
    same = find_same_publication([one for one in loaded.atlas.entries.values() if kind_group(one.kind) == group], draft)
    if same is None:
        return ""
    entry, what = same
    return (
        f"the work is there already, with the same {what}: {loaded.atlas.documents[entry.id].path}; delete the draft, "
        f"or say in its `notes` what tells the two apart, naming {entry.id}"
    )


def refuse_taken_id(project: Project, id: str) -> None:
    """Refuse an id whose file is there, before anybody has answered a question; the rest is looked at later.

    Raises:
        UsageError: the id is taken, or none.
    """
    if not is_slug(id):
        raise UsageError(f"'{id}' is not an id: use a-z, 0-9 and single hyphens, at most 64 characters")
    if taken := next(project.entries.glob(f"*/{id}.yml"), None):
        path = taken.relative_to(project.root).as_posix()
        raise UsageError(f"the id '{id}' is taken by {path}; choose another, or edit that entry")


def _is_normalized(draft: Draft) -> Draft:
    """The draft with identifiers as the atlas writes them; people paste addresses. Validation tells the rest."""
    return replace(
        draft,
        doi=draft.doi and (normalize_doi(draft.doi) or draft.doi),
        arxiv=draft.arxiv and (normalize_arxiv(draft.arxiv) or draft.arxiv),
    )


def write_entry(project: Project, loaded: Loaded, draft: Draft, today: date) -> tuple[str, str]:
    """Write the file of a draft and return its path below the project's root, and its text.

    Raises:
        UsageError: the id is taken, something given is malformed, or the file cannot be written.
    """
    _check_id(loaded, draft.id)
    _check_subfield(loaded, draft)
    text = write_draft(draft, today)
    path = f"entries/{expected_folder(draft.kind, draft.subfield)}/{draft.id}.yml"
    _check_text(loaded, path, text)
    file = project.root / path
    if file.exists():
        raise UsageError(f"{path} is there already")
    make_folder(file.parent)
    write_file(file, text.encode("utf-8"))
    return path, text


def _check_id(loaded: Loaded, id: str) -> None:
    if is_device(id):
        raise UsageError(f"Windows can have no file called {id}.yml; choose another id, such as {id}-model")
    if id in loaded.known.entries:
        raise UsageError(f"the id '{id}' is taken; choose another, or edit the entry that has it")
    for entry in loaded.atlas.entries.values():
        if id in entry.former_ids:
            raise UsageError(f"'{id}' is a former id of '{entry.id}'; choose another")


def _check_subfield(loaded: Loaded, draft: Draft) -> None:
    needed = "subfield" in ENTRY_CLASSES[draft.kind].model_fields
    if needed and draft.subfield is None:
        subfields = ", ".join(term.id for term in loaded.atlas.terms("subfields"))
        raise UsageError(f"a {draft.kind} needs --subfield, one of {subfields}")
    if not needed and draft.subfield is not None:
        raise UsageError(f"a {draft.kind} has no subfield of its own; leave --subfield out")


def _check_text(loaded: Loaded, path: str, text: str) -> None:
    """Refuse a draft that validation would refuse, with validation's own words."""
    if findings := check_entry_text(path, text, loaded.known):
        said = [f"{one.message}: {one.hint}" if one.hint else one.message for one in findings]
        raise UsageError("; ".join(dict.fromkeys(said)))
