package source
func recogniseJSON(b *blob) (*List, error) { return nil, nil }
