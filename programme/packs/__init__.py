"""A province's pack: a folder of data, read and checked."""
