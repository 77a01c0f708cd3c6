"""The judge's own process. Nobody outside imports it: one talks JSON to it (``server`` says how)."""
