"""What was handed in, and the instructor's side of it."""
