"""Reading what a person typed: numbers, dates, choices; finding what must not be stored."""
