"""The sponsor's ledger: what the sponsor did for a project, when last, and what waits for them."""
