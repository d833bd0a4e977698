"""Workbook import and export: dry run, preview, every refused row with its place and reason.

==============  ========================================================================================
`files`         bytes into tables: workbooks, CSV in whatever encoding, folders, archives, with limits
`cells`         one cell into a value, or a sentence why not
`sheets`        one declaration per sheet: columns, key, how rows are found, written and exported
`importing`     a run: every row read, resolved, written, told to the register; all of it or nothing
`mapping`       from the columns of somebody else to ours; saved, reused, proposed by similarity
`exporting`     the same workbook out again
==============  ========================================================================================

Vocabulary: a *source* is a table in a file, a *sheet* one of ours, a *run* one import, a *refusal* a row with a reason.
"""
