"""Workbook import and export: dry run, preview, every refused row with its place and reason."""
