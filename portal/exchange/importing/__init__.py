"""One import: everything that is read is really written, chunk by chunk, and at the end kept or taken back."""
