"""Coding: statements with kind, theme and role mentions, voices and entities, with spaCy.

`nlp.tagging` codes one report; `nlp.codebook` reads the codebook it codes by.
"""
