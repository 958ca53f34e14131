"""Who is in a unit: joining, roles, another phone, handing over, the end of a unit."""
