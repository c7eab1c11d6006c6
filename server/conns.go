package server

import (
	"net"
	"sync"
)

// A fairListener lets no one network hold more than its share of the
// connections, so that slow clients at one place cannot shut the others out.
// One too many is closed at once.
type fairListener struct {
	net.Listener
	most    int
	refused func()

	mu   sync.Mutex
	held map[string]int
}

func newFairListener(l net.Listener, most int, refused func()) *fairListener {
	return &fairListener{Listener: l, most: most, refused: refused, held: map[string]int{}}
}

func (l *fairListener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		host, _, err := net.SplitHostPort(c.RemoteAddr().String())
		if err != nil {
			return c, nil
		}
		from := network(host)
		l.mu.Lock()
		full := l.held[from] >= l.most
		if !full {
			l.held[from]++
		}
		l.mu.Unlock()
		if full {
			l.refused()
			c.Close()
			continue
		}
		return &fairConn{Conn: c, done: sync.OnceFunc(func() { l.leave(from) })}, nil
	}
}

func (l *fairListener) leave(from string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held[from]--; l.held[from] <= 0 {
		delete(l.held, from)
	}
}

type fairConn struct {
	net.Conn
	done func()
}

func (c *fairConn) Close() error {
	c.done()
	return c.Conn.Close()
}
