"""Stakeholders and the stance of departments: dated observations beside computed evidence, with care."""
