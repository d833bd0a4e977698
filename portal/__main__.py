"""`python -m portal COMMAND`; `./run COMMAND` ends here, and `accord COMMAND` of the wheel."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

# What a start makes stays: looking through it for rubbish again and again would be a quarter of the start.
gc.disable()

from portal.commands import cli  # noqa: E402


def main() -> None:
    gc.freeze()
    gc.enable()
    installed = Path(sys.argv[0]).name != "__main__.py"
    cli(prog_name="accord" if installed else "./run")


if __name__ == "__main__":
    main()
