"""Block and match many works: `python benchmarks/discovery_scale.py WORKS --works 10000000 --engine duckdb`.

The works are those of the file WORKS, drawn again and again: each time the title gets another word, and the abstract is
turned round at another place, so that no two texts are the same and words stay as frequent as they are. They are
written to FOLDER once and used by later runs. What is measured is reading, blocking, matching against the atlas, and
writing the candidates, in a process of its own; its memory is the most that the process and its children had. On a
machine that does other things too, the time of the processor says more than that of the clock.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import ibis
import pyarrow.parquet as pq
from ibis.backends import BaseBackend

from hfm_atlas.discovery.blocking import candidates, known_works
from hfm_atlas.discovery.engines import ENGINES, MEMORY, open_engine
from hfm_atlas.discovery.finding import read_works
from hfm_atlas.discovery.store import WorkStore, file_signature, read_batches
from hfm_atlas.discovery.vocabulary import load_vocabulary
from hfm_atlas.loading.loader import load_project
from hfm_atlas.project import find_project

PART = 500_000
OPENALEX = 250_000_000
HOUR = 3600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="WORKS")
    parser.add_argument("--works", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path(".cache/discovery-scale"))
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--only", choices=ENGINES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    store = WorkStore(arguments.folder / str(arguments.works))
    if arguments.only:
        block_and_match(store, arguments.only, arguments.master)
        return
    draw(store, arguments.file, arguments.works)
    size = sum(file.stat().st_size for file in store.works.rglob("*.parquet"))
    print(f"{arguments.works:,} works, {size / 1e9:.2f} GB of Parquet, {os.cpu_count()} cores\n")
    print("| Engine | Time | Processor | Works a second of it | Most memory | Candidates | 250 million works |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for engine in arguments.engine or ["duckdb"]:
        given = [*sys.argv[1:], "--only", engine]
        done = subprocess.run([sys.executable, __file__, *given], check=True, stdout=subprocess.PIPE, text=True)
        seconds, processor, memory, found = done.stdout.split()[-4:]
        speed = arguments.works / float(processor)
        hours = OPENALEX / speed / HOUR
        print(
            f"| {engine} | {float(seconds):.0f} s | {float(processor):.0f} s | {speed:,.0f} | {float(memory):.1f} GB | "
            f"{int(found):,} | {hours:.1f} core hours, {hours * 60 / 64:.0f} min on 64 cores |",
            flush=True,
        )


def draw(store: WorkStore, file: Path, number: int) -> None:
    """Write `number` works into the store, unless they are there."""
    if any(store.works.rglob("*.parquet")):
        return
    plain = WorkStore(store.root.parent / "plain")
    plain.take_in(file.name, "files", file_signature(file), lambda position: read_batches(file, position))
    folder = store.works / "source=drawn"
    folder.mkdir(parents=True)
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"CREATE TABLE base AS SELECT *, row_number() OVER () AS n FROM '{plain.works}/*/*.parquet'")
    (count,) = connection.execute("SELECT count(*) FROM base").fetchone() or (0,)
    for start in range(0, number, PART):
        end = min(number, start + PART)
        connection.execute(
            f"""
            COPY (
              SELECT id || '-' || (i // {count}) AS id, doi, arxiv, pmid,
                title || ' ' || chr(97 + (i % 26)::INT) || (i // {count}) AS title,
                title_key || (i // {count}) AS title_key,
                substr(abstract, (1 + (i * 37) % (1 + length(abstract)))::INT) || ' ' ||
                  substr(abstract, 1, ((i * 37) % (1 + length(abstract)))::INT) AS abstract,
                authors, venue, date, year
              FROM range({start}, {end}) AS drawn(i) JOIN base ON base.n = 1 + (i % {count})
            ) TO '{folder}/part-{start:010}.parquet' (COMPRESSION zstd, ROW_GROUP_SIZE 50000)
            """
        )


def block_and_match(store: WorkStore, engine: str, master: str) -> None:
    project = find_project(Path(__file__))
    atlas = load_project(project).atlas
    vocabulary, known = load_vocabulary(project, atlas), known_works(atlas)
    target = store.root / f"candidates-{engine}.parquet"
    for left in _parts(target):
        left.unlink(missing_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    started = time.perf_counter()
    with open_engine(engine, store.root / "spill", master, MEMORY) as connection:
        expression = candidates(read_works(connection, store, engine), ibis.memtable(known), vocabulary)
        connection.to_parquet(expression, target)
        java = of_java(connection) if engine == "spark" else (0.0, 0.0)
    seconds = time.perf_counter() - started
    number = sum(pq.read_metadata(file).num_rows for file in _parts(target))
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(one.ru_utime + one.ru_stime for one in used) + java[0]
    print(f"{seconds} {processor} {max(one.ru_maxrss for one in used) / 1e6 + java[1]} {number}")


def of_java(connection: BaseBackend) -> tuple[float, float]:
    """Seconds of the processor and most memory in GB of Spark's own process, where all of it runs on this machine."""
    process = Path(f"/proc/{connection._session.sparkContext._gateway.proc.pid}")
    # Fields 14 and 15 of proc(5), behind the name in brackets.
    ticks = (process / "stat").read_text().rpartition(")")[2].split()[11:13]
    most = next(line for line in (process / "status").read_text().splitlines() if line.startswith("VmHWM"))
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), int(most.split()[1]) / 1e6


def _parts(path: Path) -> list[Path]:
    """Spark writes a folder where DuckDB writes a file."""
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]


if __name__ == "__main__":
    main()
