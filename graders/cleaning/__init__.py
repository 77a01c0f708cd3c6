"""What a student wrote or shows, made harmless: texts, outputs, HTML, formulas, pictures. Knows nobody above it."""
