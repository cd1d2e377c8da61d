"""What a request's own transaction adds to the queries that a test counts.

Inside a test's transaction it is a savepoint, which is counted with its release; elsewhere BEGIN and COMMIT are not.
"""

TRANSACTION = 2
