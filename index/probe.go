package index

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"strings"

	"khasan/entity"
)

// ErrOutdated is wrapped when a snapshot was made by a version of this program
// that reads names otherwise: what it would look up is not what was entered,
// and it would miss parties without a word.
var ErrOutdated = fmt.Errorf("%w: it was made by a version of this program that reads names in another way; make it again with 'khasan load -again -o DIR'", ErrSnapshot)

// probeNames are read in the way that a list's names are, and what comes of it
// is compared with what came of it when the snapshot was made. They are there
// for their scripts, titles, forms and lengths, and belong to nobody.
const probeNames = `Dr. Johann-Georg von Beispiel jr.
O'Sample, Mary Ann (née Muster)
Muhammad Abd al-Rahman bin Abu Sample
Иванов Пётр Примерович
Приклад Олександрівна Ґалаґан
عبد الرحمن محمد المثال
شرکت نمونه تهران
דוגמה בן ישראל
김보기
金樣本
王样本
みほん株式会社
ミホン タロウ
Παράδειγμα Γεώργιος
उदाहरण कुमार
ตัวอย่าง
Նմուշ Արամ
Ro Ok Sung
Beispielwerke Handelsgesellschaft mbH & Co. KG
Joint Stock Company "Primer-Bank"
OOO Obrazets
Sample Trading FZE
M/V SAMPLE STAR 7`

// probe is a digest of what the reading of names gives today.
func probe() []byte {
	b := newNamesBuilder()
	var t batch
	schemata := []string{entity.Person, entity.Company, entity.Vessel}
	for i, n := range strings.Split(probeNames, "\n") {
		for k, schema := range schemata {
			t.ents = append(t.ents, entity.Entity{Schema: schema, Names: []entity.Name{{Full: n}}, Births: []entity.Date{entity.Day(1950+i, 1+k, 2)},
				Countries: []entity.Country{{Code: "KP"}}, IDs: []entity.Identifier{{Number: "A-12 34" + schema}}})
		}
	}
	r := &reader{all: b.all}
	r.read(&t)
	b.add(&t)
	b.settle([]*reader{r})
	h := fnv.New64a()
	for _, s := range b.sections() {
		fmt.Fprintf(h, "%s %d\n", s.name, len(s.data))
		h.Write(s.data)
	}
	return binary.LittleEndian.AppendUint64(nil, h.Sum64())
}
