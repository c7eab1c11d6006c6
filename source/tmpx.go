package source
import "khasan/entity"
func recogniseSimple(b *blob, first []previewRow) *List { return nil }
func recogniseCSLCSV(b *blob, first []previewRow) *List { return nil }
func recogniseDFAT(b *blob, first []previewRow) *List { return nil }
func recogniseMOF(b *blob, first []previewRow) *List { return nil }
func recogniseMETI(b *blob, first []previewRow) *List { return nil }
var _ = entity.Person
