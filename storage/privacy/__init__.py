"""Consent, erasure, retention and the audit trail."""
