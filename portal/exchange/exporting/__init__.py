"""The workbook out again: what is exported and imported once more changes nothing."""
