"""``python -m pattern_test``: the command."""

import sys

from ._command import main

sys.exit(main())
