"""What the program knows of Dutch: plain Python over texts, below the stages that use it."""
