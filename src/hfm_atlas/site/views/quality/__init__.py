"""What the Quality pages show."""
