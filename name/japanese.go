package name

// japaneseName reads a Japanese person's name in Han characters, nil when its
// parts are not known names.
func japaneseName(w string) []Token { return nil }
