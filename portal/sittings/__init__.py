"""A meeting while it runs: the room's screen, the secretary's, who is there for which item, votes."""
