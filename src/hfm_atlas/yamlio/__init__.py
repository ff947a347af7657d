"""YAML with positions: reading, formatting, editing; knows nothing of entries."""
