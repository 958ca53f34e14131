"""One module a command of the `baocao` line."""
