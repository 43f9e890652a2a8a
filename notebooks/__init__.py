"""Notebooks for evaluators, and `publish`, which makes pages of them for readers without Python."""
