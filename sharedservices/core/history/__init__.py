"""What was changed, by whom and why: written by the database itself, and never changed afterwards.

One table holds the events of all models, written by a trigger for each statement, not for each row, and not one table
for each model: so "what changed since" is one query, a transaction is sealed once however much it changed, and an
import of ten thousand rows is one INSERT. `manage.py bench history` measures it: SINGLE x for a single row and BULK x
for ten thousand at once, beside the same writes without history.
"""
