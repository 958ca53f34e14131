"""Members, their addresses and posts, units and invitations."""
