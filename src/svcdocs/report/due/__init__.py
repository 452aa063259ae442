"""What is due: a table for people, a calendar file for their calendars."""
