"""Every write in the room: cycles and their steps, preparing, the report, what was agreed, moments."""
