"""What the last build of a site was made from and left behind: where both are as they were, it need not be made again.

Inputs are compared by content; the site by what changes with every write to a file, since to read all of it takes
longer. Whatever cannot be followed so, such as a link to a folder elsewhere, means that the site is made.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hfm_atlas._util.days import newest_today
from hfm_atlas._util.store import Store, digest, program_digest, stamp_of
from hfm_atlas.project import Project

_FILE = "builds.sqlite"
# The only one that MkDocs takes a date from.
_ENVIRONMENT = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a site is made from, at one moment."""

    content: bytes
    """A digest of the contents of all files, of the program and of the day, by which entries are validated."""
    stamps: bytes
    """A digest of what changes with each write to one of the files."""


def read_inputs(project: Project) -> Inputs | None:
    """What the site of `project` would be made from now; None where that cannot be told."""
    parts, stamps = [program_digest(), newest_today().isoformat().encode(), _environment()], []
    try:
        for file in sorted(_input_files(project)):
            state = os.lstat(file)
            if not stat.S_ISREG(state.st_mode):
                return None
            stamps += [os.fsencode(file), _stamp(state)]
            parts += [os.fsencode(file), Path(file).read_bytes()]
    except OSError:
        return None
    return Inputs(digest(*parts), digest(*stamps))


def _environment() -> bytes:
    return os.fsencode(os.environ.get(_ENVIRONMENT, ""))


def _input_files(project: Project) -> Iterator[str]:
    yield str(project.mkdocs_file)
    for folder in (*project.content_folders, project.docs):
        yield from _files(folder)


def _files(folder: Path) -> Iterator[str]:
    """All files below `folder`, and links to folders, which are not followed."""
    for current, folders, names in os.walk(folder):
        yield from (f"{current}{os.sep}{name}" for name in names)
        yield from (link for name in folders if os.path.islink(link := f"{current}{os.sep}{name}"))  # noqa: PTH114


def _stamp(state: os.stat_result) -> bytes:
    return repr(stamp_of(state)).encode()


def _stamps(files: Iterable[str]) -> bytes:
    return digest(*(part for file in sorted(files) for part in (os.fsencode(file), _stamp(os.lstat(file)))))


class LastBuild:
    """What is kept of the last build into one folder."""

    def __init__(self, project: Project, target: Path) -> None:
        """Of the site of `project` in `target`; nothing of it need be there."""
        self._store, self._target = Store(project.cache / _FILE), target
        self._key = digest(os.fsencode(target))

    def pages(self, inputs: Inputs | None) -> int | None:
        """How many pages the site has, where it is still what `inputs` give; None where it has to be made."""
        kept = self._store.find([self._key]).get(self._key)
        with suppress(OSError, ValueError, TypeError, KeyError):
            if inputs is not None and kept is not None:
                known = json.loads(kept)
                if known["inputs"] == inputs.content.hex() and known["site"] == self._site():
                    return int(known["pages"])
        return None

    def note(self, inputs: Inputs, pages: int) -> None:
        """The site was made from `inputs` just now."""
        with suppress(OSError):
            known = {"inputs": inputs.content.hex(), "site": self._site(), "pages": pages}
            self._store.keep({self._key: json.dumps(known).encode()}, {self._key})

    def _site(self) -> str:
        return _stamps(_files(self._target)).hex()
