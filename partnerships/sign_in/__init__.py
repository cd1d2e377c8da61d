"""The door: passwords, second factors, councils' own sign-in, how long a session lasts, and the log of all that."""
