"""The command ``theano-exercises``: a file a subcommand."""
