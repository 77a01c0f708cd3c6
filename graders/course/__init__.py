"""All that knows nbgrader and its gradebook."""
