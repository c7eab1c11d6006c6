// Package pgserver starts a throw-away PostgreSQL server for tests and trials.
package pgserver

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
)

// ErrNone says that there is no PostgreSQL here to start.
var ErrNone = errors.New("PostgreSQL is not installed here (Debian's package postgresql)")

// Start starts a server of its own on a free port of loopback, in a folder of its
// own. Its URL is for a superuser without a password; stop ends it and drops
// the folder.
func Start() (url string, stop func(), err error) {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		return "", nil, ErrNone
	}
	bin := bins[len(bins)-1]
	dir, err := os.MkdirTemp("", "khasan-pg")
	if err != nil {
		return "", nil, err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	// The server refuses to run as root: it runs as the account its package made.
	as := func(name string, args ...string) *exec.Cmd {
		if os.Getuid() == 0 {
			return exec.Command("runuser", append([]string{"-u", "postgres", "--", filepath.Join(bin, name)}, args...)...)
		}
		return exec.Command(filepath.Join(bin, name), args...)
	}
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			return "", nil, ErrNone
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return "", nil, err
		}
	}
	if out, err := as("initdb", "-D", dir+"/data", "-A", "trust", "-U", "khasan", "-N").CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	if out, err := as("pg_ctl", "-D", dir+"/data", "-w", "-l", dir+"/log", "-o", fmt.Sprintf("-p %d -k %s -c listen_addresses=127.0.0.1", port, dir), "start").CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("pg_ctl: %w: %s", err, out)
	}
	stop = func() {
		as("pg_ctl", "-D", dir+"/data", "-m", "immediate", "stop").Run()
		os.RemoveAll(dir)
	}
	return fmt.Sprintf("postgres://khasan@127.0.0.1:%d/postgres?sslmode=disable", port), stop, nil
}

// freePort is a port of loopback that nobody listens on just now.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
