"""One widget a file; each takes values, never the desk."""
