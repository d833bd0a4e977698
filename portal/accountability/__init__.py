"""Who was accountable on that day: the record of a project as of a date, next to today, and as one bundle with proofs."""
