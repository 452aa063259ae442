"""What one run keeps for the next: files in the user's own cache folder, found by digests."""
