"""RACI: who is responsible, accountable, consulted and informed for each deliverable, step and decision area of a project; departments accept their rows."""
