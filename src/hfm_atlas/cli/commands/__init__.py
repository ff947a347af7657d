"""The commands of `hfm-atlas`, one file each: a plain function that does the work and returns an exit code."""
