package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

type nodeOptions struct {
	name, store, host, routes string
	port, clusterPort         int
	sync                      bool
	alone                     bool // for this process only: it listens nowhere
}

// startNode starts a server in this process and waits until it takes clients.
func startNode(o nodeOptions) (*server.Server, error) {
	if o.store == "" {
		return nil, errors.New("give the server a folder for its streams with -store")
	}
	opts := &server.Options{ServerName: o.name, Host: o.host, Port: o.port, JetStream: true, StoreDir: o.store, SyncAlways: o.sync,
		DontListen: o.alone, NoSigs: true, NoLog: true, JetStreamMaxMemory: 1 << 30, JetStreamMaxStore: 1 << 40, DisableJetStreamBanner: true}
	if o.clusterPort > 0 {
		opts.Cluster = server.ClusterOpts{Name: "khasan", Host: o.host, Port: o.clusterPort}
		opts.Routes = server.RoutesFromStr(o.routes)
	}
	s, err := server.NewServer(opts)
	if err != nil {
		return nil, fmt.Errorf("server %s: %w", o.name, err)
	}
	s.Start()
	if !s.ReadyForConnections(30 * time.Second) {
		s.Shutdown()
		return nil, fmt.Errorf("server %s: not ready after 30 s; is port %d taken?", o.name, o.port)
	}
	return s, nil
}

// The streams: jobs wait in one until they are acknowledged, answers stay in
// the other.
const (
	jobsStream    = "KHASAN_JOBS"
	answersStream = "KHASAN_ANSWERS"
	jobsPrefix    = "khasan.jobs."
	answersPrefix = "khasan.answers."
	consumerName  = "workers"
	// window is how long a message id is remembered. Beyond it keys decide.
	window = time.Hour
	// ackWait is after how long a job is given to another worker.
	ackWait = 15 * time.Second
)

// connect connects to servers and makes the streams when they are missing.
func connect(ctx context.Context, urls string, replicas int) (jetstream.JetStream, func(), error) {
	nc, err := nats.Connect(urls, nats.MaxReconnects(-1), nats.ReconnectWait(250*time.Millisecond), nats.RetryOnFailedConnect(true), nats.Name("khasan"))
	if err != nil {
		return nil, nil, fmt.Errorf("connect to %s: %w", urls, err)
	}
	return ready(ctx, nc, replicas)
}

// connectIn connects to a server in this process.
func connectIn(ctx context.Context, s *server.Server) (jetstream.JetStream, func(), error) {
	nc, err := nats.Connect("", nats.InProcessServer(s))
	if err != nil {
		return nil, nil, err
	}
	return ready(ctx, nc, 1)
}

func ready(ctx context.Context, nc *nats.Conn, replicas int) (jetstream.JetStream, func(), error) {
	js, err := jetstream.New(nc, jetstream.WithPublishAsyncMaxPending(256), jetstream.WithPublishAsyncTimeout(5*time.Second))
	if err != nil {
		nc.Close()
		return nil, nil, err
	}
	// A cluster that has just started has no leader for a while.
	err = patiently(ctx, time.Minute, func(ctx context.Context) error {
		_, err := js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{Name: jobsStream, Subjects: []string{jobsPrefix + ">"}, Retention: jetstream.WorkQueuePolicy,
			Storage: jetstream.FileStorage, Replicas: replicas, Duplicates: window})
		if err != nil {
			return err
		}
		_, err = js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{Name: answersStream, Subjects: []string{answersPrefix + ">"},
			Storage: jetstream.FileStorage, Replicas: replicas, Duplicates: window, Compression: jetstream.S2Compression})
		if err != nil {
			return err
		}
		_, err = js.CreateOrUpdateConsumer(ctx, jobsStream, jetstream.ConsumerConfig{Durable: consumerName, AckPolicy: jetstream.AckExplicitPolicy, AckWait: ackWait, MaxAckPending: 1024})
		return err
	})
	if err != nil {
		nc.Close()
		return nil, nil, fmt.Errorf("make the streams: %w", err)
	}
	return js, nc.Close, nil
}

// patiently does something again, with pauses that grow, until it succeeds or
// the time is up. Each try has five seconds: what is asked of a server that has
// just gone gets no answer, and no error either.
func patiently(ctx context.Context, most time.Duration, do func(context.Context) error) error {
	end := time.Now().Add(most)
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		try, cancel := context.WithTimeout(ctx, 5*time.Second)
		err := do(try)
		cancel()
		if err == nil || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// token is a batch's name as one word of a subject.
func token(batch string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == '.' || r == '*' || r == '>' {
			return '_'
		}
		return r
	}, batch)
}
