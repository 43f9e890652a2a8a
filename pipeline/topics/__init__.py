"""Topics: which dilemmas come back across sessions, with BERTopic on offline sentence embeddings.

`topics.embedding` works on one report, `topics.model` on the dilemmas of all.
"""
