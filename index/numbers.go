package index

import (
	"khasan/entity"
)

// hashNumber is the hash of a number by its letters and digits in upper case,
// a leading "IMO" or "No" left out; a number of fewer than four is none.
func hashNumber(s string) (uint32, bool) {
	var buf [96]byte
	n := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80:
		default:
			continue
		}
		if n == len(buf) {
			break
		}
		buf[n] = c
		n++
	}
	b := buf[:n]
	if len(b) > 3 && string(b[:3]) == "IMO" {
		b = b[3:]
	} else if len(b) > 4 && string(b[:2]) == "NO" && b[2] >= '0' && b[2] <= '9' {
		b = b[2:]
	}
	if len(b) < 4 {
		return 0, false
	}
	h := uint32(2166136261)
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
	return mix(h), true
}

func hashDay(d entity.Date) uint32 {
	return mix(uint32(d.Year)<<16 ^ uint32(d.Month)<<8 ^ uint32(d.Day) ^ 0x5bd1e995)
}

func hashCountry(code string) uint32 { return hashString(7, code) }

// appendDate appends the entries of a date: its day, its month and each year it
// may mean.
func appendDate(dst []uint64, ent uint32, d entity.Date) []uint64 {
	if d.IsZero() {
		return dst
	}
	last := max(d.Year, d.YearTo)
	for y := d.Year; y <= min(last, d.Year+20); y++ {
		dst = append(dst, entryOf(hashDay(entity.Date{Year: y}), ent))
	}
	if d.Month != 0 {
		dst = append(dst, entryOf(hashDay(entity.Date{Year: d.Year, Month: d.Month}), ent))
		if d.Day != 0 {
			dst = append(dst, entryOf(hashDay(entity.Date{Year: d.Year, Month: d.Month, Day: d.Day}), ent))
		}
	}
	return dst
}
