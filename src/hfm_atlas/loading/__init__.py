"""From files to a validated atlas."""
