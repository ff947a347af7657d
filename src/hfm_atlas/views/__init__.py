"""What each page shows, as frozen dataclasses: everything is looked up, sorted and counted here, nothing in a template."""
