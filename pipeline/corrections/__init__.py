"""What people put right: rows of `correcties*.csv` or `.xlsx`, found again in the texts and applied to the tables."""
