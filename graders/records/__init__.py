"""What rooms hand each other: plain data."""
