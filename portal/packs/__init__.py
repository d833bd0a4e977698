"""Pre-read packs: what a group reads before it meets, frozen at a cut-off; what changed since is an erratum beside it."""
