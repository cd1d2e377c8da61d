"""What was changed, by whom and why: written by the database itself, and never changed afterwards."""
