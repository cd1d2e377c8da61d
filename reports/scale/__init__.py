"""A country of invented councils, as large as asked for: the same seed gives the same rows, everywhere."""
