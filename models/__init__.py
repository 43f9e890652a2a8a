"""Recipes of the language models that come with the project."""
