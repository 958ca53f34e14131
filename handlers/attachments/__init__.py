"""What comes with words or instead of them: photos, files that are none, places on a map."""
