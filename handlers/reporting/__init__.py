"""Reports: begun, sent, looked at again; periods in which nothing was done."""
