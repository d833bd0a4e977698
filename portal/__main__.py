"""`python -m portal COMMAND`; `./run COMMAND` ends here, and `accord COMMAND` of the wheel."""

from __future__ import annotations

import sys
from pathlib import Path

from portal.commands import cli


def main() -> None:
    installed = Path(sys.argv[0]).name != "__main__.py"
    cli(prog_name="accord" if installed else "./run")


if __name__ == "__main__":
    main()
