"""The pages of the room: cycles for HR, conversations for both sides, moments of the year."""
