"""Word files as zip and XML: read, written, shown as text, checked."""
