"""Where the expressions run: DuckDB in this process, or Spark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hfm_atlas._util.errors import UsageError

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

MEMORY = "3GB"
# The driver listens to nobody but this machine where Spark runs on this machine.
_LOOPBACK = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false"}


@contextmanager
def open_engine(name: str, spill: Path, master: str = "local[*]", memory: str = MEMORY) -> Iterator[BaseBackend]:
    """A connection of Ibis; DuckDB keeps within `memory` and writes what does not fit to the folder `spill`.

    Raises:
        UsageError: the libraries are not installed, or Spark cannot start.
    """
    if name == "spark":
        with _spark(master, memory) as connection:
            yield connection
        return
    try:
        import ibis
    except ImportError as problem:
        raise missing_libraries(problem) from problem
    connection = ibis.duckdb.connect(memory_limit=memory, temp_directory=str(spill), preserve_insertion_order=False)
    # The command has a bar of its own.
    connection.raw_sql("SET enable_progress_bar = false")
    try:
        yield connection
    finally:
        connection.disconnect()


def missing_libraries(problem: ImportError, extra: str = "discovery") -> UsageError:
    """The error that says what to install for what could not be imported; it is returned, not raised."""
    return UsageError(f"{problem.name or 'a library'} is not installed: pip install 'hfm-atlas[{extra}]'")


@contextmanager
def _spark(master: str, memory: str) -> Iterator[BaseBackend]:
    try:
        import ibis
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as problem:
        raise missing_libraries(problem, "spark") from problem
    builder = SparkSession.builder.master(master).appName("hfm-atlas discover")
    settings = {
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": memory.removesuffix("B").lower(),
        "spark.sql.session.timeZone": "UTC",
    }
    for key, value in {**settings, **(_LOOPBACK if master.startswith("local") else {})}.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as problem:
        raise UsageError(f"Spark cannot start at {master} ({problem}); it needs Java 17 or later") from problem
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield ibis.pyspark.connect(session)
    finally:
        session.stop()
