"""The "Theano" kernel: IPython's, with the settings that Theano 1.0.5 needs on today's Python."""
