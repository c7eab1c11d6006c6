package match

import "khasan/name"

// commonest is the surprise, in nats, of the most frequent name words.
const commonest = 4.5

// manyBear is the surprise of a whole name, in nats, below which several people
// are expected to bear it: e^-21 of the world's eight billion are six, and
// names keep to their countries.
const manyBear = 21

// manyAcross is the same for a name that met across scripts, where each meeting
// has the readings of a script to choose from: a given name, a patronymic and a
// family name of the commoner sort are above it, a given name and a family name
// of that sort are below.
const manyAcross = 16.5

// rarityOf scales surprise to 0 (everybody's) to 1 (hardly anybody's).
func rarityOf(surprise float32) float32 {
	return min(1, max(0, (surprise-commonest)/(name.Rarest-commonest)))
}
