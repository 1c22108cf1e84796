"""Everything that is kept: the event log, its projections, staff accounts, privacy. All SQL lives here."""
