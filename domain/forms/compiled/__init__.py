"""Forms compiled to plain data: their model, and what it says before anyone answers."""
