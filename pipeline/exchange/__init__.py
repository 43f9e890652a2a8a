"""Projects that other programs for qualitative analysis read and write (REFI-QDA 1.5): codes, texts and codings."""
