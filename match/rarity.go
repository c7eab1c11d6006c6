package match

import "khasan/name"

// commonest is the surprise, in nats, of the most frequent name words.
const commonest = 4.5

// rarityOf scales surprise to 0 (everybody's) to 1 (hardly anybody's).
func rarityOf(surprise float32) float32 {
	return min(1, max(0, (surprise-commonest)/(name.Rarest-commonest)))
}
