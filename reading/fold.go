package reading

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func foldSlow(dst []byte, w string) []byte {
	for _, r := range norm.NFKD.String(w) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'ß':
			dst = append(dst, "ss"...)
		case r == 'ø' || r == 'Ø':
			dst = append(dst, 'o')
		case r == 'ł' || r == 'Ł':
			dst = append(dst, 'l')
		case r == 'đ' || r == 'Đ':
			dst = append(dst, 'd')
		case r == 'ı':
			dst = append(dst, 'i')
		case r == 'ё' || r == 'Ё':
			dst = append(dst, "е"...)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}
