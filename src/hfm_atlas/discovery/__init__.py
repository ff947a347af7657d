"""Works that the atlas may lack: gathered, matched against what is known, ranked, decided on once.

Only `blocking` and `ranking` need the libraries of the extra `discovery`, and import them when they run.
"""
