"""The tamper-evident register: what was said and done here can be trusted later.

Every act of a person is an entry in one append-only Merkle tree (RFC 6962), written in the same transaction
as its effect. Other packages use three modules and nothing else:

==============  =====================================================================================
`events`        `Event(...)` declares what can be recorded: its key, its sentence, its exact details
`operations`    `record()` writes an entry; `erase()` removes content for a person's right
`queries`       `history_of()` tells a record's story; proofs, roots and checkpoints for receipts
==============  =====================================================================================

Vocabulary. *Entry*: the public, hashed line of an act. *Payload*: its content, bound to the entry by a
salted hash, so that it can be erased without breaking the tree. *Frontier*: the roots of the perfect
subtrees after an entry. *Checkpoint*: a signed note of size and root. *Restricted*: an entry whose own line
says nothing but that it exists.

Inside: `models` and `triggers` (tables that refuse change), `encoding` (the bytes), `tree` (RFC 6962),
`writing` (the append at commit), `index` (timelines by key, derived), `history` (sentences), `signing` and
`checkpoints`, `export`, and `standalone`, the verifier in one file that needs nothing but Python. The
manual is docs/register.md.
"""
