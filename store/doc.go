// Package store keeps what was asked, answered and decided, so that it can be
// shown again.
//
//	s, err := store.Open(ctx, "records.db")        // SQLite, one file
//	s, err := store.Open(ctx, "postgres://...")    // PostgreSQL, the same SQL
//	seq, err := s.Append(ctx, store.Record{...})   // acknowledged once on disk
//	n, err := s.Verify(ctx)                        // the whole log, or where it is broken
//
// The log is append-only and hash-chained: each record's digest covers all of
// its fields and the digest before it, so one changed, missing or inserted
// byte anywhere is found. Alerts hold the review of hits: a clearance belongs
// to one customer, one listed party and one state of the evidence, and when
// the listing changes in a way that matters the alert opens again by itself.
//
// The package reads no clock: times come from the caller, in UTC, and are kept
// to the millisecond. It never deletes a record.
package store
