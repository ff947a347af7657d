"""What each page shows, as frozen dataclasses: looked up, sorted and counted here, never in a template."""
