package server

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"khasan"
	"khasan/store"
	"khasan/web"
)

// errNotKept says that an answer could not be recorded, and so is not given.
var errNotKept = errors.New("the answer could not be recorded and is not given")

// A keeper writes the records of answers. Those that wait at the same time are
// written together, so that the disk is waited for once and not once for each.
type keeper struct {
	store *store.Store
	mu    sync.Mutex
	queue []kept
	busy  bool
}

type kept struct {
	record store.Record
	done   chan error
}

// keep returns when the record is on disk.
func (k *keeper) keep(ctx context.Context, r store.Record) error {
	done := make(chan error, 1)
	k.mu.Lock()
	k.queue = append(k.queue, kept{r, done})
	if !k.busy {
		k.busy = true
		go k.write()
	}
	k.mu.Unlock()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// maxTogether bounds the records of one transaction.
const maxTogether = 256

func (k *keeper) write() {
	for {
		k.mu.Lock()
		n := min(len(k.queue), maxTogether)
		if n == 0 {
			k.busy = false
			k.mu.Unlock()
			return
		}
		now := k.queue[:n:n]
		k.queue = k.queue[n:]
		k.mu.Unlock()
		records := make([]store.Record, n)
		for i := range now {
			records[i] = now[i].record
		}
		_, err := k.store.Append(context.Background(), records...)
		for _, w := range now {
			w.done <- err
		}
	}
}

// keep records one answer before it is given, where records are kept.
func (s *Server) keep(ctx context.Context, of func(at time.Time, asker string) (store.Record, error)) error {
	if s.keeper == nil {
		return nil
	}
	asker, _ := ctx.Value(clientKey{}).(string)
	if asker == "" {
		asker = "service"
	}
	r, err := of(time.Now().UTC(), asker)
	if err == nil {
		err = s.keeper.keep(ctx, r)
	}
	if err != nil {
		s.log.Error("recording an answer", "error", err)
		return errNotKept
	}
	return nil
}

func (s *Server) keepWho(ctx context.Context, a *khasan.WhoAnswer) error {
	return s.keep(ctx, func(at time.Time, asker string) (store.Record, error) { return store.OfWho(at, asker, a) })
}

func (s *Server) keepWhat(ctx context.Context, a *khasan.WhatAnswer) error {
	return s.keep(ctx, func(at time.Time, asker string) (store.Record, error) { return store.OfWhat(at, asker, a) })
}

func (s *Server) keepWhere(ctx context.Context, q khasan.WhereQuery, a *khasan.WhereAnswer) error {
	return s.keep(ctx, func(at time.Time, asker string) (store.Record, error) { return store.OfWhere(at, asker, q, a) })
}

// keepPage records what a page answers.
func (s *Server) keepPage(ctx context.Context, a web.Answer) error {
	switch {
	case a.Who != nil:
		return s.keepWho(ctx, a.Who)
	case a.What != nil:
		return s.keepWhat(ctx, a.What)
	case a.Where != nil:
		return s.keepWhere(ctx, a.Query, a.Where)
	}
	return nil
}

// reviewer is who asks for a page, by the proxy in front or by the key; known
// says that one of them is there to say it, and no other name is taken then.
func (s *Server) reviewer(r *http.Request) (who string, known bool) {
	if s.cfg.UserHeader != "" {
		if who = strings.TrimSpace(r.Header.Get(s.cfg.UserHeader)); len(who) > 200 {
			who = ""
		}
		return who, true
	}
	who, _ = r.Context().Value(clientKey{}).(string)
	return who, who != "" || s.keys.Load() != nil
}
