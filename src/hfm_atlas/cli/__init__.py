"""The command line: options and help of every command; what a command does is in its file under `commands`.

Commands are imported when they are run, so that `hfm-atlas --help` and `validate` do not wait for the site generator.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.gc import collect_rarely

# Each of these adds its commands to the group.
from hfm_atlas._util.home import REPOSITORY
from hfm_atlas.cli import checking, drafting, publishing, reading, rewriting, screening, upkeep
from hfm_atlas.cli.group import cli
from hfm_atlas.cli.streams import SURROUNDINGS, drop_output, make_streams_ready

__all__ = ["checking", "cli", "drafting", "main", "publishing", "reading", "rewriting", "run", "screening", "upkeep"]

_ISSUES = f"{REPOSITORY}/issues"
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 clean, 1 findings, 2 wrong usage, 3 a bug of ours."""
    # Whoever ends the program politely, as `timeout` and containers do, wants its workers and temporary folders gone.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    make_streams_ready()
    # No plugin of pydantic has a part in this; to look for one takes pydantic a tenth of what a query takes.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    collect_rarely()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line; this is the one place where an exception becomes an exit code."""
    try:
        code = cli.main(list(arguments), prog_name="hfm-atlas", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except UsageError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    except click.ClickException as problem:
        problem.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        print("interrupted", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever reads the output has seen enough, such as `head`; the interpreter must not complain on its way out.
        drop_output()
        return 0
    except OSError as problem:
        if problem.errno not in SURROUNDINGS:
            _report_bug(problem, debug="--debug" in arguments)
            return 3
        what = problem.filename or "nothing more can be written"
        print(f"error: {what}: {problem.strerror}", file=sys.stderr)
        drop_output()
        return 2
    except Exception as problem:
        _report_bug(problem, debug="--debug" in arguments)
        return 3


def _report_bug(problem: Exception, *, debug: bool) -> None:
    if debug:
        traceback.print_exception(problem)
    last = traceback.extract_tb(problem.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    print(f"error: {type(problem).__name__} at {place}: {problem}", file=sys.stderr)
    print(
        f"This is a bug of hfm-atlas, not of your files. Please report the line above and what you ran at {_ISSUES}"
        + ("" if debug else "; with --debug, hfm-atlas shows the traceback"),
        file=sys.stderr,
    )
