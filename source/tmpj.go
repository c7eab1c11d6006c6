package source

func recogniseCSLJSON(b *blob, first []byte) *List   { return nil }
func recogniseWorldBank(b *blob, first []byte) *List { return nil }
