"""NumPy alone: the same graphs, evaluated node by node, as a second opinion."""
