"""Where student code runs: `bubblewrap` and `plain` say how to start it, `guest` is what runs inside, `run` talks to it."""
