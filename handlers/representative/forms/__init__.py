"""Forms that are filled in: the list of those that wait, the filling, and what was sent."""
