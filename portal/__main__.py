"""`python -m portal COMMAND`; `./run COMMAND` ends here."""

from __future__ import annotations

from portal.commands import cli


def main() -> None:
    cli(prog_name="./run")


if __name__ == "__main__":
    main()
