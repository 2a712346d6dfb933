"""View models: one Struct for each kind of page, all that its template may print."""
