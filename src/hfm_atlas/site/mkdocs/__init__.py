"""All that touches MkDocs and Material."""
