"""What this machine has and lacks for grading, found out by trying."""
