"""What the register says about people and departments."""

from __future__ import annotations
