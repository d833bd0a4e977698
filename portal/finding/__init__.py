"""The search box: what everybody may see of everything, in one list.

A *hit* is an entry of the index as the reader sees it: its kind in words, its title and an excerpt with the
words that were asked for marked, and the project it belongs to. Of confidential projects only insiders get
hits.
"""
