"""`nl_sessie_sm`: a small Dutch pipeline for reports of sessions."""
