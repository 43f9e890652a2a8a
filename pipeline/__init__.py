"""Rode Draad: which themes and dilemmas keep coming back in Dutch reports of sessions."""
