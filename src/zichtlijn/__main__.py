"""`python -m zichtlijn` is the command `zichtlijn`."""

import sys

from zichtlijn.cli import main

sys.exit(main())
