"""Every write in the room: the scale, scoring, approving, objecting and deciding, calibrating, the form on paper."""
