"""The classifier of kinds: how it is trained and measured."""
