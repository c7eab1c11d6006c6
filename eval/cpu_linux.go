package eval

import (
	"time"

	"golang.org/x/sys/unix"
)

// cpuTime is the CPU time this thread has used: on a shared machine the only
// clock that tells our work from others'.
func cpuTime() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

// clockName says what cpuTime measures.
const clockName = "thread CPU time"
