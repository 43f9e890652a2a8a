"""Vectors of Dutch words whose sum over a sentence says what it means: distilled from a larger encoder."""
