"""`./run bench import`: a large workbook through the real command, in a process of its own, on an empty portal.

Seconds on the clock and of the processor, and the most memory that the process ever held, for the import, for the
same file once more (nothing changes), and for the export. The processor's seconds say what the work costs; the clock
also says how busy the machine was.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results" / "import.json"
AIM_SECONDS, AIM_MEBIBYTES = 60, 300
HEADS = ("database", "act", "rows", "seconds", "processor_s", "peak_mib", "load")


def main(arguments: Sequence[str]) -> None:
    options = _options(arguments)
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    book = folder / f"rows-{options.rows}.xlsx"
    count = _written(book, options.rows)
    found = []
    for kind in options.database or ["sqlite", "postgresql"]:
        settings = _settings(kind, folder)
        if settings is None:
            print(f"{kind}: not on this machine, left out")
            continue
        for row in measured(kind, settings, book, count):
            found.append(row)
            print("  ".join(f"{row[head]!s:>12}" for head in HEADS), flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1), "utf-8")
    print(
        f"\nAim: {AIM_SECONDS} s and {AIM_MEBIBYTES} MiB for 100,000 rows. As JSON: {RESULTS.relative_to(ROOT)}"
    )


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench import", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the workbook (default 100,000)")
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--folder", type=Path, default=Path("var/bench/import"))
    return parser.parse_args(arguments)


def _written(book: Path, rows: int) -> int:
    """The workbook of the tests: departments, people, projects, reports, commitments, risks and actions."""
    sys.path.insert(0, str(ROOT))
    from tests.exchange.large import write_large

    count = write_large(book, rows)
    print(f"{count:,} rows, {book.stat().st_size / 2**20:.1f} MiB\n")
    print("  ".join(f"{head:>12}" for head in HEADS))
    return count


def _settings(kind: str, folder: Path) -> dict[str, str] | None:
    """The environment of a portal with an empty database."""
    data = folder / kind
    data.mkdir(exist_ok=True)
    for leftover in data.glob("*.db*"):
        leftover.unlink()
    url = f"sqlite:///{data / 'import.db'}"
    if kind == "postgresql":
        from tests.support.postgres import Absent, cluster

        server = cluster()
        if isinstance(server, Absent):
            return None
        url = server.create_database("bench_import")
    own = {"PORTAL_DATABASE_URL": url, "PORTAL_DATA_DIR": str(data), "PORTAL_SECRET_KEY": "benchmarks only"}
    return {**os.environ, **own}


def measured(kind: str, settings: dict[str, str], book: Path, count: int) -> Sequence[dict[str, Any]]:
    command([*PORTAL, "migrate"], settings)
    acts = {
        "import": ["import", str(book)],
        "same again": ["import", str(book)],
        "export": ["export", str(book.with_suffix(".out.xlsx"))],
    }
    found = []
    for act, arguments in acts.items():
        seconds, processor, peak = command([*PORTAL, *arguments], settings)
        row = dict(zip(HEADS, (kind, act, count, seconds, processor, peak, os.getloadavg()[0]), strict=True))
        found.append(
            {head: round(each, 1) if isinstance(each, float) else each for head, each in row.items()}
        )
    return found


PORTAL = (sys.executable, "-m", "portal")


def command(words: Sequence[str], settings: dict[str, str]) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and the most mebibytes of a command; what it says stays unsaid."""
    started = time.perf_counter()
    with subprocess.Popen(
        words, env=settings, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        _pid, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {child.returncode}")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
