"""Written resolutions: a group decides between meetings, until a deadline, by page. An objection stops it."""
