"""For the pages of conversations."""
