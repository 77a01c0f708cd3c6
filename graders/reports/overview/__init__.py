"""The overview: a class at a glance, made of plain data when it is asked for."""
