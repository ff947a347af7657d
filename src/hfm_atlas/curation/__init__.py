"""What changes entries: drafts, renames, diffs, proposals."""
