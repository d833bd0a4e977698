"""Build hook of the wheel: compiled catalogues are not in the repository but are in what is installed."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        translations = Path(self.root, "translations")
        runpy.run_path(str(translations / "compile.py"))["compile_catalogues"](translations)
        include = build_data["force_include"]
        for compiled in translations.glob("*/LC_MESSAGES/*.mo"):
            relative = compiled.relative_to(self.root)
            include[str(compiled)] = f"portal/_root/{relative}"
