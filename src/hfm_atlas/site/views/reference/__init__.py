"""What the reference pages show."""
