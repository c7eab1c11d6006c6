// Package server answers over HTTP: the three questions under /v1, the
// endpoints that yente's clients speak, the pages of package web, health and
// metrics. The contract is openapi.yaml in this folder; tests hold the
// handlers to it.
//
//	s, err := server.New(eng, server.Config{})
//	err = s.ListenAndServe(ctx) // until ctx is done, then drains
//
// It promises: the snapshot is swapped under load without a failed request; a
// request has a bound on its size, its time and its depth; no log line holds
// what was asked; keys are kept as hashes only. It listens on loopback unless
// told otherwise.
//
// It does not fetch official lists (khasan update does), keep decisions
// (package store does) or end TLS for more than one certificate.
package server
