package name

import (
	"strings"
	"sync"
)

// arabicWords are the commonest words of names in Arabic script, each with its
// usual Latin spellings in Arabic, Persian, Urdu, Pashto, Turkish, French and
// English habits. They are short and written without vowels, so that the
// weights of letters say too little of them. A line: words in Arabic script
// (see plainArabic), "|", Latin ones. Own list.
const arabicWords = `
عبد عبدال | abd abdul abdel abdal abdol abdoul abdu abdur abdus abdun abdush abdulla
الله لله | allah ullah alla ollah llah
الدين دين | din deen dine eddin eddine uddin ouddine addin aldin aldeen udin
سيد السيد | sayyed sayed sayyid syed seyed seyyed sayid seyid
محمد | muhammad mohammed mohammad mohamed muhammed mohamad mohamed muhamad mohamud mohd mehmet mahomed muhammadu mamadou
احمد | ahmad ahmed ahmet achmad
محمود | mahmud mahmoud mahmood mehmood mahmut
حامد | hamid hamed
حميد | hamid hameed
علي | ali aly alli
حسن | hasan hassan hassen hasen
حسين | husayn hussein husain hossein hussain huseyin husein hosein hussien husseyn hosain houssein
عمر | umar omar oumar omer
عثمان | uthman othman osman usman ousmane
يوسف | yusuf yousef youssef yousuf yusif yousif youcef yosef
ابراهيم | ibrahim ebrahim ibraheem brahim
اسماعيل | ismail ismael esmail esmaeil ismaeel ismayil
اسحاق اسحق | ishaq eshaq ishak
يعقوب | yaqub yaqoub yakub yaqoob yacoub
موسي | musa mousa moosa moussa
عيسي | isa essa eisa issa
داود داوود | dawud daoud dawood davood daud
سليمان | sulayman suleiman sulaiman soleiman soleyman solaiman suleyman
خالد | khalid khaled halid
وليد | walid waleed valid
سعيد | said saeed saeid saeid
سعد | saad sad saed
نور | nur noor nour
الحق حق | haq haqq hagh hak
الرحمن رحمن الرحمان رحمان | rahman rehman
الرحيم رحيم | rahim raheem
الكريم كريم | karim kareem kerim
العزيز عزيز | aziz azeez
اللطيف لطيف | latif lateef
القادر قادر | qadir qader kader kadir ghader
الجبار جبار | jabbar jabar djabbar
السلام سلام | salam salaam
المجيد مجيد | majid majeed madjid
رشيد | rashid rasheed rachid
راشد | rashid rashed
فيصل | faysal faisal feisal
مصطفي | mustafa mostafa moustafa mustapha mostapha
مرتضي | murtada mortaza murtaza morteza
رضا | rida reza raza ridha
مهدي | mahdi mehdi
جعفر | jafar jaafar jafer cafer
شاه | shah
خان | khan
گل | gul gol
جان | jan djan
اخوند | akhund akhond akhoond
ملا | mullah mulla molla mollah
حاجي حاج الحاج | haji hajji haj hajj hadji hadj
شيخ الشيخ | shaykh sheikh shaikh cheikh sheik
مولوي | mawlawi maulavi molavi maulvi mawlavi maulawi
اغا | agha aqa
ولي | wali vali veli
نصر | nasr naser
قاسم | qasim qasem kassem kasim ghasem qassem
طاهر | tahir taher
انور | anwar anvar enver
اكبر | akbar ekber
اصغر | asghar asgar
غلام | ghulam gholam
شير | sher shir
ظاهر | zahir zaher
فضل | fazl fadl fadel
عباس | abbas
هادي | hadi
كاظم | kazim kazem kadhim kadhem
امين | amin ameen emin
امير | amir ameer emir
بكر | bakr bakar bekr
بشير | bashir basheer bachir
جليل الجليل | jalil jaleel
غني الغني | ghani
ستار الستار | sattar
رزاق الرزاق | razzaq razaq razak
واحد الواحد | wahid vahid wahed
حكيم الحكيم | hakim hakeem
مالك الملك ملك | malik malek
جمال | jamal gamal djamal cemal
كمال | kamal kamel kemal
فهد | fahd fahad
سعود | saud saoud
سلطان | sultan soltan
ناصر | nasir naser nasser
صالح | salih saleh salah
صلاح | salah
فتاح الفتاح | fattah fatah
حبيب | habib habeeb
جواد | jawad javad
صادق | sadiq sadegh sadeq
باقر | baqir bagher baqer
رسول | rasul rasool rassoul
غفار الغفار | ghaffar
منير | munir mounir monir
سمير | samir sameer
طارق | tariq tarek tareq
عادل | adil adel
بلال | bilal belal
حمزه | hamza hamzah
طالب | talib taleb
فاروق | faruq farouk farooq faroogh
قاري | qari
عزت | izzat ezzat ezat
نجيب | najib najeeb
امان | aman
ايمن | ayman aymen
معمر | muammar moammar muamar moamar
اسامه | usama osama oussama
لادن | ladin laden
حافظ | hafiz hafez hafeth
`

// arabicNames gives the keys of these words, by their Arabic spelling and by
// their folded Latin ones.
var arabicNames = sync.OnceValue(func() (t struct{ arabic, latin map[string][]string }) {
	t.arabic, t.latin = map[string][]string{}, map[string][]string{}
	for line := range strings.Lines(arabicWords) {
		foreign, words, ok := strings.Cut(strings.TrimSpace(line), "|")
		if !ok {
			continue
		}
		latin := strings.Fields(words)
		key := "a:" + latin[0]
		for _, w := range strings.Fields(foreign) {
			w = plainArabic(w)
			t.arabic[w] = append(t.arabic[w], key)
		}
		for _, w := range latin {
			if !hasString(t.latin[w], key) {
				t.latin[w] = append(t.latin[w], key)
			}
		}
	}
	return t
})

// plainArabic is a word with its letters as the tables have them (see
// plainLetter), marks left out.
func plainArabic(w string) string {
	return strings.Map(func(c rune) rune {
		if c >= 0x64B && c <= 0x65F || c == 0x670 || c == 0x640 {
			return -1
		}
		return plainLetter(c)
	}, w)
}
