"""What is due. Pure but for the clock, which only ticks."""
