"""Acts of development: planning and sharing, agreeing, study costs, taking along."""
