"""The feedback page: what was lost and why, made of plain data when it is asked for."""
