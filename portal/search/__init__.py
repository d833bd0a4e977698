"""One box over everything: an index that is written with the records, in words and Chinese character pairs.

A record is found when its model has `search_document()`. Its *entry* holds title, text and address for the
list of results, and the *words* that both databases match in exactly the same way (see `words`).
"""
