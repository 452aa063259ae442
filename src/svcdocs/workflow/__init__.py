"""What one command does, from loading to the files it leaves, without a word on the screen."""
