"""Folders that are watched while serving, also after they have been away: moved and moved back, or checked out again.

MkDocs stops watching a folder that goes, and never says so.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileModifiedEvent

log = logging.getLogger("mkdocs.plugins.hfm-atlas")
_SECONDS = 0.5
# An editor that writes a file in several steps takes less.
_QUIET_SECONDS = 0.05
_SHORTEST = 0.1
# Ten times as long as to look at a file takes, so that a tenth of a core goes into looking.
_SECONDS_A_FILE = 0.0001


def look_often(server: LiveReloadServer, files: int) -> None:
    """Let `server` see a save sooner than after half a second, where to look at so many `files` does not take long."""
    server.build_delay = _QUIET_SECONDS
    server.observer._timeout = min(_SECONDS, max(_SHORTEST, files * _SECONDS_A_FILE))


class FolderKeeper:
    """Watches again what has come back, for as long as `server` runs."""

    def __init__(self, server: LiveReloadServer, folders: tuple[Path, ...]) -> None:
        """`folders` are watched from when they are there."""
        self._server = server
        self._waiting = {str(folder) for folder in folders}
        self._missing: set[str] = set()

    def start(self) -> None:
        """Look after the folders from now on."""
        self.look()
        threading.Thread(target=self._keep_looking, daemon=True).start()

    def look(self) -> None:
        """Watch what has come back, and say what is gone."""
        observer = self._server.observer
        for path in sorted(self._waiting):
            if Path(path).is_dir():
                self._watch(path)
        gone = [one for one in list(observer.emitters) if observer.is_alive() and not one.is_alive()]
        for path in sorted(one.watch.path for one in gone):
            if Path(path).exists():
                while path in self._server._watched_paths:
                    self._server.unwatch(path)
                self._watch(path)
            elif path not in self._missing:
                self._missing.add(path)
                log.warning("%s is gone; the site shows what was there until it is back", path)

    def _watch(self, path: str) -> None:
        """Watch `path`; where the server runs already, what it holds is new."""
        self._server.watch(path)
        self._waiting.discard(path)
        self._missing.discard(path)
        if self._server.observer.is_alive():
            for emitter in list(self._server.observer.emitters):
                if emitter.watch.path == path:
                    emitter.queue_event(FileModifiedEvent(path))

    def _keep_looking(self) -> None:
        stopped = threading.Event()
        while not stopped.wait(_SECONDS):
            if self._server._shutdown:
                return
            self.look()
