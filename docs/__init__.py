"""What the project promises, and `contract`, which writes the tables of `contract.md` from the code."""
