"""Letters of the secretariat and their templates."""
