"""What those who run the portal look at: health, readiness and metrics."""
