"""Accord: a portal in which the responsibilities and agreements of transformation programmes are documented.

`create_app` assembles it. `FEATURES` is the list of what it can do; each is a package with the same file names
(see docs/architecture.md).
"""

from __future__ import annotations

from portal.assembly import FEATURES, create_app

__all__ = ["FEATURES", "create_app"]
