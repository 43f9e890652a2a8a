"""Ingest: from a report as people write it to normalised text, sessions, participants and insights.

`ingest.report` reads one report, with the readers and rules of the other modules.
"""
