"""What several formats need: words, file names, source lines and their width on a screen."""
