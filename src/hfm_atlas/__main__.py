"""`python -m hfm_atlas` is the command `hfm-atlas`."""

from __future__ import annotations

import sys

from hfm_atlas.cli import main

sys.exit(main())
