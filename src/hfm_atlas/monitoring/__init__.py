"""What becomes stale: links, publications, reviews."""
