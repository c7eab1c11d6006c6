package name

import "strings"

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// Words of persons' names by role. They are folded forms, so one entry serves
// every script. Sources: the particles and titles met in the UN, OFAC, EU and
// UK lists.
var (
	particles = wordSet(`al el ul ol ibn bin ben bint bent binti binte abu abou abi umm oum um von van vom zu zum zur der den dem de da di do du
dos das del della dello dei degli la le lo las los les ter ten te av af y e i bar o a u ap vda ould uld wald wuld nee geb dit`)
	// After a hyphen or before one these are the assimilated Arabic article.
	sunArticles = wordSet(`as ash ad adh ar an at ath az es ed er en et ez`)
	// filiations say whose child the bearer is; what follows is a patronymic.
	filiations = wordSet(`ibn bin ben bint bent binti binte ould uld wald wuld`)
	titles     = wordSet(`mr mrs ms miss dr prof professor sir lady lord dame sheikh shaikh shaykh sheik cheikh sheykh haji hajji hadji hajj alhaji mullah mulla
maulavi mawlawi maulawi mawlavi molvi mufti imam ayatollah hojatoleslam hojjatoleslam general gen colonel col brigadier brig captain capt major maj lieutenant lt
sergeant sgt admiral adm commander cmdr marshal king queen prince princess president senator minister honorable honourable hon rev reverend bishop archbishop
cardinal father engineer eng ing dipl dipling herr frau monsieur madame mme mlle senor senora don dona sri shri smt signor maitre gospodin tov comrade dato datuk tan pandit
chief ambassador ustad ustadh qari hafiz maulana sardar malik general-major generaloberst oberst dra prasident presidente prezident kanzler bundeskanzler chancellor premier vizeprasident vicepresident ministerprasident gouverneur governor`)
	suffixes     = wordSet(`jr sr ii iii iv phd md esq mba obe cbe junior senior fils pere filho neto bey efendi`)
	shipPrefixes = wordSet(`mv mt ms ss mts mtv msv mvv sy fv rv ts lng lpg mtanker motortanker tanker`)
)

// number reads a word as a number: digits with or without an ordinal ending, a
// Roman numeral of two letters or more, or a word of the commoner languages.
func number(w string) string {
	if w == "" {
		return ""
	}
	if w[0] >= '0' && w[0] <= '9' {
		i := 0
		for i < len(w) && w[i] >= '0' && w[i] <= '9' {
			i++
		}
		switch w[i:] {
		case "", "st", "nd", "rd", "th", "e", "er", "re", "eme", "ieme", "y", "ya", "i", "a", "o":
			j := 0
			for j < i-1 && w[j] == '0' {
				j++
			}
			return w[j:i]
		}
		return ""
	}
	if n := factOf(w).number; n != "" {
		return n
	}
	return romanNumber(w)
}

// romanNumber reads a word of two letters or more as a Roman numeral.
func romanNumber(w string) string {
	if len(w) >= 2 && len(w) <= 7 {
		return roman(w)
	}
	return ""
}

var numberWords = func() map[string]string {
	m := map[string]string{}
	for _, l := range strings.Split(`1 first one erste erster premier premiere primero primera primeiro pervyi pervyy pervaya pervoye
2 second two zweite zweiter deuxieme segundo segunda vtoroy vtoraya vtoroi
3 third three dritte dritter troisieme tercero tercera terceiro tretiy tretya
4 fourth four vierte vierter quatrieme cuarto cuarta chetvertyy
5 fifth five funfte funfter cinquieme quinto quinta pyatyy
6 sixth six sechste sechster sixieme sexto sexta shestoy
7 seventh seven siebte siebter septieme septimo septima sedmoy
8 eighth eight achte achter huitieme octavo octava vosmoy
9 ninth nine neunte neunter neuvieme noveno novena devyatyy
10 tenth ten zehnte zehnter dixieme decimo decima desyatyy
11 eleventh eleven
12 twelfth twelve
13 thirteenth thirteen
14 fourteenth fourteen
15 fifteenth fifteen
16 sixteenth sixteen
17 seventeenth seventeen
18 eighteenth eighteen
19 nineteenth nineteen`, "\n") {
		f := strings.Fields(l)
		for _, w := range f[1:] {
			m[w] = f[0]
		}
	}
	return m
}()

// roman is a well-formed Roman numeral below 40 in figures, "" for other words.
func roman(w string) string {
	n, i := 0, 0
	for i < len(w) && w[i] == 'x' && i < 3 {
		n += 10
		i++
	}
	switch w[i:] {
	case "":
	case "i":
		n++
	case "ii":
		n += 2
	case "iii":
		n += 3
	case "iv":
		n += 4
	case "v":
		n += 5
	case "vi":
		n += 6
	case "vii":
		n += 7
	case "viii":
		n += 8
	case "ix":
		n += 9
	default:
		return ""
	}
	if n == 0 {
		return ""
	}
	if n < 10 {
		return "0123456789"[n : n+1]
	}
	return string([]byte{byte('0' + n/10), byte('0' + n%10)})
}

// patronymic reports whether a folded word has the form of a Slavic or Turkic
// patronymic.
func patronymic(f string) bool {
	if len(f) < 6 {
		return false
	}
	c := f[len(f)-1]
	if c < 'a' || c > 'z' {
		return false
	}
	for _, e := range patronymicEnds[c-'a'] {
		if len(f) > len(e)+1 && strings.HasSuffix(f, e) {
			return true
		}
	}
	return false
}

// patronymicEnds are the ends of patronymics, by their last letter.
var patronymicEnds = func() (ends [26][]string) {
	for _, e := range [...]string{"ovich", "evich", "ovna", "evna", "yevich", "yevna", "ovych", "evych", "ivna", "ivich", "ichna", "avich", "avna", "owitsch", "ewitsch", "iwitsch", "owytsch", "ovitch", "evitch", "ovitsj", "evitsj", "owna", "ewna", "iwna", "oglu", "ogly", "oghlu", "kyzy", "gizi", "qizi", "uulu"} {
		k := e[len(e)-1] - 'a'
		ends[k] = append(ends[k], e)
	}
	return ends
}()

// theophoric are the names of God that follow Abd.
var theophoric = wordSet(`rahman rahmaan rehman rahim raheem aziz azeez karim kareem malik malek latif lateef qadir qader kadir kader ghani gani hakim hakeem
hamid hameed hadi haq haqq hak jabbar jabar jalil jaleel khaliq khalik majid majeed majed nasir nasser nasr razzaq razaq razzak razak rauf raouf rashid
rasheed sattar satar salam samad wahid wahed wahab wahhab wadud zahir zaher bari basit basir fattah fatah ghaffar ghafar ghafur ghafoor hafiz hafeez halim haleem
manan mannan mumin muhsin mohsen mutallib mutaleb nabi qayyum qayum quddus qudus rabb rasul rasool sabur saboor salim shakur shakoor tawab wakil wakeel wali kabir
kabeer moneim munim mun moez muizz rab ellah illah allah azim azeem alim aleem ahad amir baqi qahar qahhar raziq raqib rafi zaki hussein husain hasan ali reza`)

// abdStem is the second part of an Abd compound written as one word
// ("abdulaziz", "abdurrahman"), "" when the word is none.
func abdStem(w string) string {
	if len(w) < 6 || w[:2] != "ab" || w[2] != 'd' {
		return ""
	}
	r := w[3:]
	for _, p := range [...]string{"oul", "el", "al", "ul", "ol", "il", "l", "u", "o", "e", "a", ""} {
		if strings.HasPrefix(r, p) && theophoric[r[len(p):]] {
			return r[len(p):]
		}
	}
	// assimilated: abdurrahman, abdussalam, abdunnasir
	if len(r) > 4 && isVowelByte(r[0]) && r[1] == r[2] && theophoric[r[2:]] {
		return r[2:]
	}
	return ""
}
