"""What is kept: tables, transactions, queries by subject. The only room that knows SQL."""
