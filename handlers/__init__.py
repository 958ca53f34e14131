"""What a message means. Pure: no file, no database, no clock of its own."""
