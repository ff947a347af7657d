"""From pydantic's errors to findings with place, message, hint and fix."""
