"""Building blocks that know nothing of the atlas: files, processes, errors, suggestions, HTTP."""
