"""Measure how long a save takes to show under `serve`: `python benchmarks/serve.py --entries 1000`.

Asks as a browser does: it waits for the server's word that something has changed, then loads the page again. The time
runs from the save to the end of the page, with the half second at most that MkDocs takes to look at files again.
"""

from __future__ import annotations

import argparse
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from invent import invent_atlas


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--saves", type=int, default=15)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        invent_atlas(Path(folder), arguments.entries)
        measure(Path(folder), arguments.entries, arguments.saves)


def measure(atlas: Path, entries: int, saves: int) -> None:
    """Serve the atlas, save one entry again and again, and print the figures."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    start = time.perf_counter()
    command = [str(Path(sys.executable).with_name("hfm-atlas")), "--project", str(atlas), "serve", "--address", address]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        home = f"http://{address}/hfm-atlas/"
        wait_for(home)
        print(f"{entries} invented entries: served after {time.perf_counter() - start:.2f} s")
        times = [save_once(atlas, home, number) for number in range(saves)]
    finally:
        server.terminate()
        server.wait()
    print(f"a save shows after {statistics.median(times):.2f} s median, {max(times):.2f} s worst, of {saves}")


def wait_for(address: str) -> None:
    """Return when the server answers."""
    while True:
        try:
            urlopen(address).read()
            return
        except URLError:
            time.sleep(0.05)


def save_once(atlas: Path, home: str, number: int) -> float:
    """Seconds from a save of an entry until its page shows what was saved."""
    # Saves come at any moment between two looks of the server at the files.
    time.sleep(1 + 0.37 * number % 0.5)
    path = sorted((atlas / "entries" / "vision").glob("*.yml"))[0]
    page = f"{home}models/{path.stem}/"
    epoch = re.search(r"livereload\((\d+), ", urlopen(page).read().decode())
    assert epoch, "the page does not wait for changes"
    text = re.sub(r"^name: .*$", f"name: Saved {number}", path.read_text("utf-8"), flags=re.M)
    start = time.perf_counter()
    path.write_text(text, "utf-8")
    urlopen(f"http://{home.split('/')[2]}/livereload/{epoch[1]}/1").read()
    shown = urlopen(page).read().decode()
    assert f"Saved {number}" in shown, "the page does not show what was saved"
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
