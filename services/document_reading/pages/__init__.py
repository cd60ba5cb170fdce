"""Pages read by the places of what stands on them: glyphs of a PDF, words of a picture, and ruled lines."""
