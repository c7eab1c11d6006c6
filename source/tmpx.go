package source

func recogniseEU(b *blob, root xmlToken, first []xmlToken) *List     { return nil }
func recogniseUK(b *blob, root xmlToken, first []xmlToken) *List     { return nil }
func recogniseSECO(b *blob, root xmlToken, first []xmlToken) *List   { return nil }
func recogniseCanada(b *blob, root xmlToken, first []xmlToken) *List { return nil }
