//go:build ignore

// Gen_han packs what the package needs of the Unihan database into han.bin:
// readings of the 20,992 characters U+4E00 to U+9FFF in Mandarin, Korean,
// Cantonese and Japanese, and the simplified form of each. Source: Unicode
// 15.0.0, Unihan_Readings.txt and Unihan_Variants.txt of 2022-08 (Unicode
// License), as packed by Debian's unicode-data 15.0.0-1. Run in this folder:
//
//	go run gen_han.go /usr/share/unicode
//
// The file: four lists of syllables (count as uint16, then each with a length
// byte), then per character seven uint16, little-endian: Mandarin, Korean,
// Korean in names, Cantonese, Japanese, Japanese second (places in the lists,
// from 1; Korean shares one list), and the simplified form's offset from
// U+4E00, from 1. 0 means none.
package main

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"io"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

const (
	first = 0x4E00
	last  = 0x9FFF
)

type list struct {
	at    map[string]uint16
	items []string
}

func (l *list) id(s string) uint16 {
	if s == "" {
		return 0
	}
	if l.at == nil {
		l.at = map[string]uint16{}
	}
	n, ok := l.at[s]
	if !ok {
		l.items = append(l.items, s)
		n = uint16(len(l.items))
		l.at[s] = n
	}
	return n
}

func main() {
	log.SetFlags(0)
	dir := "/usr/share/unicode"
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	var lists [4]list // Mandarin, Korean, Cantonese, Japanese
	rows := make([][7]uint16, last-first+1)
	read(filepath.Join(dir, "Unihan_Readings.txt.bz2"), func(c rune, field, value string) {
		row := &rows[c-first]
		vals := strings.Fields(value)
		switch field {
		case "kMandarin":
			row[0] = lists[0].id(plain(vals[0]))
		case "kHangul":
			for _, v := range vals {
				s, flags, _ := strings.Cut(v, ":")
				if strings.Contains(flags, "N") && row[2] == 0 {
					row[2] = lists[1].id(s)
				} else if row[1] == 0 {
					row[1] = lists[1].id(s)
				} else if row[2] == 0 {
					row[2] = lists[1].id(s)
				}
			}
		case "kCantonese":
			row[3] = lists[2].id(plain(vals[0]))
		case "kJapaneseOn":
			row[4] = lists[3].id(plain(vals[0]))
			if len(vals) > 1 {
				row[5] = lists[3].id(plain(vals[1]))
			}
		}
	})
	read(filepath.Join(dir, "Unihan_Variants.txt.bz2"), func(c rune, field, value string) {
		if field != "kSimplifiedVariant" {
			return
		}
		for _, v := range strings.Fields(value) {
			s := code(v)
			if s >= first && s <= last && s != c {
				rows[c-first][6] = uint16(s-first) + 1
				return
			}
		}
	})
	var out bytes.Buffer
	for _, l := range lists {
		binary.Write(&out, binary.LittleEndian, uint16(len(l.items)))
		for _, s := range l.items {
			out.WriteByte(byte(len(s)))
			out.WriteString(s)
		}
	}
	binary.Write(&out, binary.LittleEndian, rows)
	if err := os.WriteFile("han.bin", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	log.Print(out.Len(), " bytes")
}

// plain drops tone marks, tone digits and case.
func plain(s string) string {
	if len(s) > 0 && s[0] >= 0x80 && strings.ContainsFunc(s, func(r rune) bool { return r >= 0xAC00 }) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if r >= 'a' && r <= 'z' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func code(s string) rune {
	s, _, _ = strings.Cut(strings.TrimPrefix(s, "U+"), "<")
	n, err := strconv.ParseInt(s, 16, 32)
	if err != nil {
		log.Fatal(err)
	}
	return rune(n)
}

func read(file string, f func(c rune, field, value string)) {
	r, err := os.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	var in io.Reader = bzip2.NewReader(r)
	sc := bufio.NewScanner(in)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		p := strings.Split(sc.Text(), "\t")
		if len(p) != 3 || !strings.HasPrefix(p[0], "U+") {
			continue
		}
		if c := code(p[0]); c >= first && c <= last {
			f(c, p[1], p[2])
		}
	}
	if sc.Err() != nil {
		log.Fatal(sc.Err())
	}
}
