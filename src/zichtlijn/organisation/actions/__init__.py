"""Every write in the organisation: one verb each, by an actor, in one transaction, written down."""
