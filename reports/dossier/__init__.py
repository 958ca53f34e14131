"""The papers that the law on personal data wants, from what is really set and kept."""
