"""Runs that try to break the program: mutated files, kills, hostile texts.

Short ones belong to the tests, whole ones to `make torture`.
"""
