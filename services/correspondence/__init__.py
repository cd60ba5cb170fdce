"""Correspondence of the secretariat: letters to agencies, their representatives' approval, calls, texts for phones."""
