"""Fetch the front-end assets of others into `static/vendor/` and build the icon sprite.

Run by hand when a version changes (`python scripts/vendor_assets.py`; needs npm); the results are committed, nothing
is fetched at run time. Versions, sources and hashes are written to `static/vendor/README.md`.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
SPRITE = ROOT / "static" / "img" / "icons.svg"


class Package(NamedTuple):
    """One npm package: which of its files go where."""

    folder: str
    name: str
    version: str
    licence: str
    files: dict[str, str]


PACKAGES = (
    Package(
        "bootstrap",
        "bootstrap",
        "5.3.9",
        "MIT",
        {
            "dist/css/bootstrap.min.css": "bootstrap.min.css",
            "dist/js/bootstrap.bundle.min.js": "bootstrap.bundle.min.js",
            "LICENSE": "LICENSE",
        },
    ),
    Package("htmx", "htmx.org", "4.0.1", "0BSD", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}),
    Package(
        "inter",
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        {
            "files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
            "files/inter-latin-wght-italic.woff2": "inter-latin-italic.woff2",
            "LICENSE": "LICENSE",
        },
    ),
    Package(
        "noto-sans-sc",
        "@expo-google-fonts/noto-sans-sc",
        "0.4.3",
        "OFL-1.1",
        {
            "400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC_400Regular.ttf",
            "700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC_700Bold.ttf",
            "LICENSE_FONT": "LICENSE",
        },
    ),
    Package("tabler-icons", "@tabler/icons", "3.51.0", "MIT", {"LICENSE": "LICENSE"}),
)

ICONS = [
    "adjustments",
    "alert-triangle",
    "archive",
    "arrow-back-up",
    "arrow-left",
    "arrow-right",
    "arrows-exchange",
    "ban",
    "bell",
    "book",
    "briefcase",
    "building",
    "calendar",
    "calendar-event",
    "chart-bar",
    "check",
    "checklist",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-check",
    "circle-x",
    "clipboard-list",
    "clock",
    "copy",
    "dots",
    "download",
    "edit",
    "external-link",
    "eye",
    "file-text",
    "filter",
    "flag",
    "gavel",
    "git-compare",
    "hand-stop",
    "heart-handshake",
    "help",
    "history",
    "home",
    "id",
    "inbox",
    "info-circle",
    "key",
    "keyboard",
    "language",
    "layout-dashboard",
    "link",
    "list",
    "lock",
    "login",
    "logout",
    "mail",
    "menu-2",
    "message",
    "moon",
    "note",
    "plus",
    "printer",
    "refresh",
    "scale",
    "search",
    "send",
    "settings",
    "shield",
    "shield-check",
    "sitemap",
    "sort-ascending",
    "sun",
    "table",
    "target",
    "thumb-down",
    "thumb-up",
    "trash",
    "trending-down",
    "trending-up",
    "upload",
    "user",
    "user-plus",
    "users",
    "users-group",
    "x",
]

RENAMED = {"menu-2": "menu"}

MARK = (
    '<symbol id="mark" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="currentColor"/>'
    '<path d="M8 23 14.2 8h3.6L24 23M11 17.5h10" fill="none" stroke="var(--mark-ink, #fff)" stroke-width="3" '
    'stroke-linecap="round" stroke-linejoin="round"/></symbol>'
)


def unpack(package: Package, into: Path) -> Path:
    """Let npm fetch the package (it checks the registry's integrity hash) and unpack it."""
    subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=into,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (archive,) = into.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    return into / "package"


def copy(package: Package, source: Path) -> list[str]:
    """Copy the chosen files; returns the lines for the README."""
    target = VENDOR / package.folder
    target.mkdir(parents=True, exist_ok=True)
    lines = []
    for origin, name in package.files.items():
        content = (source / origin).read_bytes()
        content = re.sub(rb"\n?/[/*]# sourceMappingURL=\S+( \*/)?", b"", content)
        (target / name).write_bytes(content)
        lines.append(f"| `{package.folder}/{name}` | `{hashlib.sha256(content).hexdigest()}` |")
    return lines


def symbol(source: Path, icon: str) -> str:
    """One icon as a `<symbol>`, without what the style sheet sets."""
    text = (source / "icons" / "outline" / f"{icon}.svg").read_text("utf-8")
    inner = re.sub(r"<!--.*?-->", "", text, flags=re.S).split(">", 1)[1].rsplit("</svg>", 1)[0]
    inner = re.sub(r'<path stroke="none"[^>]*/>', "", inner)
    inner = " ".join(inner.split()).replace("> <", "><")
    return f'<symbol id="{RENAMED.get(icon, icon)}" viewBox="0 0 24 24">{inner}</symbol>'


def build_sprite(source: Path) -> None:
    SPRITE.parent.mkdir(parents=True, exist_ok=True)
    symbols = "\n".join(symbol(source, icon) for icon in ICONS)
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n{MARK}\n</svg>\n', "utf-8")


def main() -> None:
    rows, hashes = [], []
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            source = unpack(package, Path(folder))
            hashes += copy(package, source)
            if package.folder == "tabler-icons":
                build_sprite(source)
        rows.append(f"| {package.folder} | npm `{package.name}` | {package.version} | {package.licence} |")
    (VENDOR / "README.md").write_text(
        "# Assets of others\n\nUnchanged copies (source map comments removed), each with its licence; "
        "fetched by `scripts/vendor_assets.py`, never at run time.\n\n"
        "| folder | source | version | licence |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n\n"
        "The icon sprite `static/img/icons.svg` is built from the Tabler icons named in that script.\n\n"
        "| file | sha256 |\n| --- | --- |\n" + "\n".join(hashes) + "\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()
