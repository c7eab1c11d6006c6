package index

// AsLarge makes an index answer as one that is too large to gather does.
func AsLarge(ix *Index) { ix.names.gathers = false }
