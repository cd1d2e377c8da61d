"""Django's PostgreSQL engine, with the portal's roles: it works without the owner's rights and says who acts."""
