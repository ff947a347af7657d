"""The filter language, columns and selections."""
