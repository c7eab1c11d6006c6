package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"khasan"
	"khasan/report"
)

// sink writes answers at the end of a file.
type sink struct {
	f      *os.File
	w      *bufio.Writer
	csv    *csv.Writer
	closed bool
	found  bool // answers of an earlier run hold a hit
}

// openSink opens the answers' file; done is how many rows it answers already.
// A line that was cut by the end of the last run is taken back. Answers made
// by another version are not gone on with.
func openSink(path string, v khasan.Version, restart bool) (*sink, int64, error) {
	table := strings.EqualFold(filepath.Ext(path), ".csv")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, 0, err
	}
	var head bytes.Buffer
	if err := report.JSONVersion(&head, v); err != nil {
		return nil, 0, err
	}
	if table {
		line, err := json.Marshal(v)
		if err != nil {
			return nil, 0, err
		}
		head.Reset()
		w := csv.NewWriter(&head)
		w.Write([]string{"n", "key", "query", "band", "score", "id", "caption", "lists", "error", "version: " + string(line)})
		w.Flush()
	}
	s := &sink{f: f, w: bufio.NewWriterSize(f, 1<<16)}
	if table {
		s.csv = csv.NewWriter(s.w)
	}
	if restart {
		if err := f.Truncate(0); err != nil {
			return nil, 0, err
		}
	}
	whole, lines, first, err := s.wholeLines(table)
	if err != nil {
		f.Close()
		return nil, 0, fmt.Errorf("%s: %w", path, err)
	}
	if err := f.Truncate(whole); err != nil {
		return nil, 0, err
	}
	if _, err := f.Seek(whole, io.SeekStart); err != nil {
		return nil, 0, err
	}
	if lines == 0 {
		_, err := s.w.Write(head.Bytes())
		return s, 0, err
	}
	if first != head.String() {
		f.Close()
		return nil, 0, fmt.Errorf("%s holds answers of another version of the program, the lists or the options; keep it and choose another name, or begin anew with -restart", path)
	}
	return s, lines - 1, nil
}

// wholeLines counts the complete lines of a file and where they end. The lines
// of a table may hold line breaks inside quotes.
func (s *sink) wholeLines(table bool) (end, lines int64, first string, err error) {
	r := bufio.NewReaderSize(s.f, 1<<20)
	marks := [][]byte{[]byte(`"band":"match"`), []byte(`"band":"review"`)}
	if table {
		marks = [][]byte{[]byte(`,match,`), []byte(`,review,`)}
	}
	var at int64
	quoted := false
	var head []byte
	for {
		b, err := r.ReadSlice('\n')
		at += int64(len(b))
		for _, m := range marks {
			s.found = s.found || bytes.Contains(b, m)
		}
		if table {
			for _, c := range b {
				if c == '"' {
					quoted = !quoted
				}
			}
		}
		if lines == 0 && len(head) < 1<<20 {
			head = append(head, b...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == io.EOF {
			return end, lines, string(head), nil
		}
		if err != nil {
			return 0, 0, "", err
		}
		if !quoted {
			if lines == 0 {
				first = string(head)
			}
			lines++
			end = at
			head = []byte(first)
		}
	}
}

func (s *sink) put(r batchRecord) error {
	if s.csv == nil {
		e := json.NewEncoder(s.w)
		e.SetEscapeHTML(false)
		return e.Encode(batchLine{r})
	}
	row := []string{fmt.Sprint(r.N), r.Key, r.Query, r.Band, "", "", "", "", r.Error, ""}
	if len(r.Hits) > 0 {
		h := &r.Hits[0]
		row[4], row[5], row[6], row[7] = fmt.Sprintf("%.4f", h.Score), h.ID, h.Caption, strings.Join(listsOf(h), " ")
	}
	for i, c := range row {
		// A cell that begins like a formula would be run by a spreadsheet.
		if i != 0 && i != 4 && c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			row[i] = "'" + c
		}
	}
	s.csv.Write(row)
	s.csv.Flush()
	return s.csv.Error()
}

// listsOf are the lists that name a hit, each once.
func listsOf(h *khasan.Hit) []string {
	var lists []string
	for _, l := range h.Listings {
		if !slices.Contains(lists, l.List) {
			lists = append(lists, l.List)
		}
	}
	return lists
}

func (s *sink) flush() { s.w.Flush() }

func (s *sink) close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	return errors.Join(s.w.Flush(), s.f.Sync(), s.f.Close())
}
