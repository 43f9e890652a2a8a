"""What is known of Dutch: plain Python over text, from `pipeline/resources`; the stages build on it."""
