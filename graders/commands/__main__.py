"""``python -m graders.commands``: the command ``theano-exercises``."""

import sys

from graders.commands.main import main

if __name__ == "__main__":
    sys.exit(main())
