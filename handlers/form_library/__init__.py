"""Forms that coordinators add beside the pack."""
