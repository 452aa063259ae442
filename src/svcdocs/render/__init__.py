"""Documents: templates compiled once, rendered with a project's data, checked before they leave."""
