"""Where the program is at home."""

REPOSITORY = "https://github.com/hfm-atlas/hfm-atlas"
