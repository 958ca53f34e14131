"""Health, metrics, logs, leases."""
