"""Minutes that hold: circulated, answered slice by slice, closed by name, corrected by erratum, printed."""
