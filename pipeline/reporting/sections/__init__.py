"""The sections of the report, each built from the findings."""
