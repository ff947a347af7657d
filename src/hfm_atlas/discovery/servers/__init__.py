"""Servers that are asked for works, page by page: one module a server."""
