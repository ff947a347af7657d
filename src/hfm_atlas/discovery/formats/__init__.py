"""Files of works, read record by record: one module a format."""
