package document

import "strings"

// clean drops and replaces what one format writes and another does not, so
// that the same article gives the same words whatever file it came in. Plain
// text is not cleaned: there Text is the file.
//
//   - soft hyphens, zero width spaces and byte order marks say nothing: dropped
//   - no-break spaces (U+00A0, U+2007, U+202F) are spaces
//   - Latin ligatures (U+FB00 to U+FB06) are their letters
//
// The joiners U+200C and U+200D stay: Persian and Indic words need them.
func clean(s string) string {
	if !strings.ContainsAny(s, "\u00ad\u200b\u2060\ufeff\u00a0\u2007\u202f\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch r {
		case '\u00ad', '\u200b', '\u2060', '\ufeff':
		case '\u00a0', '\u2007', '\u202f':
			b.WriteByte(' ')
		case '\ufb00':
			b.WriteString("ff")
		case '\ufb01':
			b.WriteString("fi")
		case '\ufb02':
			b.WriteString("fl")
		case '\ufb03':
			b.WriteString("ffi")
		case '\ufb04':
			b.WriteString("ffl")
		case '\ufb05', '\ufb06':
			b.WriteString("st")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
