"""SMS through an Android phone."""
