package name

import (
	"strings"
	"sync"
)

// translations are words of firms' names and of state bodies' in English and,
// after "|", in other languages: folded words as they are; with a star, the
// beginnings of words that change their endings (Russian, Ukrainian, Belarusian,
// as this package romanises them), of words in Cyrillic letters, and in Latin ones
// when there are seven letters or more; and words in Arabic script as
// [plainArabic] has them, without article and without the particles written
// together with it. Words of one line share a key. Own list.
const translations = `
republic | respublik* republik republica republique repubblica cumhuriyeti rzeczpospolita جمهوريه جمهوري
federation | federatsi* federatsii federacion bundes federasyonu اتحاديه
russia russian | rossi* rossijsk* rosiisk*
belarus belarusian belarussian | belorussk* belarusk* bielarus* belarus*
ukraine ukrainian | ukrain*
china chinese | kitay*
syria syrian | siriisk* siriysk* siri سوريا سوريه سوري سوريه
iran iranian | iransk* irana ایران ايران ايراني ايرانيه
iraq iraqi | iraksk* عراق عراقي عراقيه
libya libyan | livi* liviysk* ليبيا ليبيه
yemen yemeni | يمن يمني يمنيه
lebanon lebanese | livan* لبنان لبناني لبنانيه
palestine palestinian | palestin* فلسطين فلسطيني فلسطينيه
crimea crimean | krym* krim*
donetsk | donetsk* donetsk
luhansk lugansk | luhansk* lugansk*
moscow | moskv* moskovsk* moskau moscou moscu mosca moskwa
petersburg | peterburg* leningrad*
kyiv kiev | kyiv* kievsk* kiew
beijing | peking pekin pechino pekinsk*
guangzhou | canton kanton
tianjin | tientsin
chongqing | chungking
nanjing | nanking
xiamen | amoy
qingdao | tsingtao
mumbai | bombay
kolkata | calcutta
chennai | madras
yangon | rangoon
vienna | wien vienne viena
rome | roma
milan | milano mailand
geneva | geneve genf ginebra ginevra
zurich | zuerich
cologne | koln koeln
munich | munchen muenchen
prague | praha prag
warsaw | warszawa warschau varshav*
belgrade | beograd belgrad
bucharest | bucuresti bukarest
lisbon | lisboa lissabon
havana | habana havanna
damascus | dimashq dimashk damaskus دمشق
aleppo | halab حلب
baghdad | bagdad بغداد
tehran | teheran tegeran* تهران طهران
cairo | kairo qahira القاهره قاهره
tripoli | trablus طرابلس
khartoum | khartum خرطوم
jerusalem | quds قدس
brussels | bruxelles brussel bruselas
athens | athina athen atenas
german germany | deutsche deutscher deutsches allemand allemande aleman alemana
turkish turkey | turk turkiye turkei turquie turets* turetsk*
cuban cuba | cubana cubano kubinsk*
korean korea | koreisk* koreysk* coreen coreana
state governmental | gosudarstv* derzhavn* dzyarzhaun* estatal staatlich staatliche devlet panstwowy دوله حكوميه
ministry | ministerstv* وزاره وزارت
department | departament* اداره دائره
directorate | upravleni* kiravanne مديريه
bureau | byuro مكتب دفتر
office | ofis مكتب دفتر
committee | komitet* لجنه کمیته كميته
council | sovet* مجلس شورا
administration | administratsi* adminstratsi* اداره
agency | agentstv* ahentstv* وكاله
service | sluzhb* خدمه خدمات
company | kompani* شركه شرکت
corporation | korporatsi*
group | grupp* مجموعه گروه
holding | kholding* kholdynh*
concern | kontsern*
enterprise enterprises | predpriyati* pidpryiemstv* pradpryemstv* مؤسسه موسسه
unitary | unitarn*
association | assotsiatsi* ob'edinen* obedineni* obiednan* جمعيه اتحاد
union | soyuz* profsoyuz* saiuz* اتحاد
society | obshchestv* tavarystv* tovaristv* جمعيه
foundation | fond fonda مؤسسه بنياد
institution establishment | uchrezhdeni* مؤسسه
organisation organization | tanzim tandhim tanzeem organizatsi* تنظيم منظمه سازمان
fund | fond fonda fondy صندوق
charitable charity | blagotvoritel* blahodiin* خيريه خيري
bank | bank banka bankau banku بنك مصرف بانک
development | razviti* rozvytk* razvits* تنميه تطوير توسعه
reconstruction | rekonstruktsi* اعمار
investment investments | investitsi* استثمار
insurance | strakhov* تامين بيمه
finance financial | finansov* finans مالي ماليه
exchange | birzh* obmen* صرافه صيرفه صرافي
trading trade | torgov* torhov* handlov* تجاره تجاري تجاريه بازرگاني
foreign | extranjero etrangeres exteriores exterior auswartige auswartiges vneshn* خارجي خارجيه
economic economy | ekonomichesk* ekonomik* اقتصاد اقتصادي اقتصاديه
foreign-trade | vneshnetorgov* vneshneekonom*
international | mezhdunarodn* mizhnarodn* دولي دوليه
national | natsionaln* natsyyanaln* وطني وطنيه
central | tsentraln* tsentr* مركزي مركزيه
center centre | tsentr tsentra مركز مرکز
federal | federaln*
general | generaln* عام عامه
main | glavn* holovn*
regional | regionaln* oblastn*
military | voenn* viisk* vaennaha عسكري عسكريه
defence defense | oboron* abaron* دفاع
security | bezopasn* bezpek* امن
internal interior | vnutrenn* unutran* داخليه
affairs | del شؤون
forces | sil voisk* voysk* قوات
armed | vooruzhenn* مسلحه
army | jaish jaysh jaish-e ejercito armee exercito armi* جيش ارتش
brigade brigades battalion | brigad* batalion* batalyon* katibat katiba katibah kataib kataeb liwa liwaa لواء كتيبه كتائب
regiment | polk polka
front | jabhat jabha jabhah jebhat frente fronte front  جبهه
movement | harakat haraka harakah harakatul mouvement movimiento movimento hareketi dvizheni* حركه نهضت
party | hizb hezb partido partito partei parti* حزب
liberation | tahrir liberacion liberacao befreiung kurtulus osvobozhden* تحرير
resistance | muqawama moqavemat resistencia soprotivlen* مقاومه
islamic | islamsk* اسلامي اسلاميه
network | setey شبكه شبکه
shipping | sudokhod* parokhod* ملاحه كشتيراني
lines | linii liniya خطوط
maritime marine | maritima maritimo marittima morsk* بحري بحريه
airlines airline airways | aviakompan* avialini* طيران هواپيمائي
aviation | aviatsi* aviatsion* طيران
transport transportation | transport* نقل حمل
railway railways | zheleznodorozhn* zheleznay* zhelezn* سكك
port | port porta portov* ميناء بندر
airport | aeroport* مطار فرودگاه
industrial industry industries | sanat promyshlen* promislov* prамyslov* صناعه صناعات صناعي صناعيه صنايع
production manufacturing | proizvodstv* vyrabnich* vytvorch* virobnich* vyrobnych* انتاج
scientific | nauchn* naukov* navukov* علمي علميه
science sciences | nauk nauki nauka علوم
research | issledovatel* issledovani* doslidn* dasledch* بحوث ابحاث
institute | institut* instytut* معهد
design | konstruktorsk* proektn* kanstruktarsk*
bureau-design | proektno*
plant factory works | zavod* zavoda fabrik* kombinat* مصنع كارخانه
machine machinery | mashin* mashyn* الات
machine-building | mashinostro* mashynabud*
building | stroen*
instrument | priborostro* prylad*
shipyard shipbuilding | sudostro* verf verfi
repair | remont*
aircraft | samolet* samolyot* طائرات
helicopter helicopters | vertolet* vertolyot*
missile missiles rocket | raket* صواريخ
space | kosmich* kosmosa فضاء فضايي
electronic electronics | elektronik* elektronn* الكترونيه الكترونيك
electric electrical electricity | elektrichesk* elektrycheska* كهرباء برق
optical optics | optik* optichesk*
mechanical mechanics | mekhanichesk* mekhanik*
technology technologies | tekhnologi* tekhnalohi* تكنولوجيا تقنيه فناوري
technical | tekhnichesk* tekhnichn* فني فنيه
metallurgical metallurgy | metallurg*
steel | stal stali حديد فولاد
chemical | khimichesk* khimi* كيماويات كيميائيه شيميايي
oil petroleum | neftyan* neft nefti naftov* نفط نفت
gas | gazov* gaz gaza غاز گاز
energy | energetich* energi* enerhet* طاقه انرژي
nuclear | yadern* نووي نوويه هسته
atomic | atomn* ذريه
mining mines mine | madan maaden gornodobyv* gorn* تعدين معادن
coal | ugol ugoln* uglya
construction | stroitel* budivel* انشاءات بناء ساختماني
engineering | inzhenern* inzhinirin* هندسه هندسي مهندسي
equipment | oborudovan* obladnan*
export | eksport* تصدير
import | import* استيراد
information | informatsi* informatsion* معلومات
telecommunications telecommunication communications communication | telekommunik* svyazi اتصالات
television | televiden* televizion* تلفزيون
media | smi اعلام
university | universit* جامعه دانشگاه
academy | akademi* اكاديميه
school | shkol* مدرسه
hospital | bolnits* gospital* مستشفي بيمارستان
medical | meditsin* medychn* طبي طبيه
pharmaceutical | farmatsevt* دوائيه دارويي
agricultural agriculture | selskokhoz* agrar* زراعي زراعيه
food | pishchev* prodovol* غذائيه
textile | tekstil* نسيج
tractor | traktor*
automobile | avtomobil* سيارات
engine engines | dvigatel*
arms weapons | oruzhey* oruzhi* vooruzheni* اسلحه
ammunition | boepripas*
youth | molodezh* شباب
cultural culture | kultur* ثقافي ثقافيه
education educational | obrazovan* obrazovatel* تعليم
humanitarian | gumanitarn* humanitarn* انساني انسانيه
staff | shtab* اركان
command | komandovani* قياده
guard guards | gvardi* حرس
border | pogranichn* حدود
intelligence | razved* مخابرات استخبارات اطلاعات
police | politsi* militsi* شرطه
mediterranean | sredizemnomor* متوسط mittelmeer mediterraneo mediterranee
special | spetsialn* spetsialn* خاص
unified united | obedinenn* ob'ednan* متحده
joint | sovmestn* sumesn* مشتركه
limited | محدوده
northern | severn*
southern | yuzhn*
eastern | vostochn*
western | zapadn*
people peoples | narodn* شعبي شعبيه
`

type translationTable struct {
	exact  map[string][]string // folded words and words in Arabic script → keys
	stems  map[string][]string
	begins map[string]bool // the first leastStem letters of stems
	most   int             // letters of the longest stem
}

// leastStem is how many letters a stem has at least, mostEnding how many more a
// word of it at most.
const leastStem, mostEnding = 4, 6

var translationKeys = sync.OnceValue(func() *translationTable {
	t := &translationTable{exact: map[string][]string{}, stems: map[string][]string{}, begins: map[string]bool{}}
	for line := range strings.Lines(translations) {
		english, other, ok := strings.Cut(line, "|")
		if !ok {
			continue
		}
		head, _, _ := strings.Cut(strings.TrimSpace(english), " ")
		key := "w:=" + head
		for w := range strings.FieldsSeq(english + other) {
			stem, isStem := strings.CutSuffix(w, "*")
			to := t.exact
			switch {
			case isStem && len(stem) >= leastStem:
				to = t.stems
				t.most = max(t.most, len(stem))
				t.begins[stem[:leastStem]] = true
			case stem[0] >= 0x80:
				stem = plainArabic(stem)
			}
			if !hasString(to[stem], key) {
				to[stem] = append(to[stem], key)
			}
		}
	}
	return t
})

// meanings gives the keys of what a word means, if it is one of those that firms'
// names are made of.
func meanings(text, fold string, sc script) []string {
	t := translationKeys()
	least := leastStem
	switch sc {
	case arabic:
		w := plainArabic(text)
		if k := t.exact[w]; k != nil {
			return k
		}
		for _, p := range [...]string{"وال", "بال", "لل", "ال", "و", "ل"} {
			if rest, ok := strings.CutPrefix(w, p); ok && len(rest) >= 6 {
				if k := t.exact[rest]; k != nil {
					return k
				}
			}
		}
		return nil
	case latin:
		least = 7
	case cyrillic:
	default:
		return nil
	}
	if k := t.exact[fold]; k != nil {
		return k
	}
	if len(fold) < least || !t.begins[fold[:leastStem]] {
		return nil
	}
	for n := min(t.most, len(fold)); n >= max(least, len(fold)-mostEnding); n-- {
		if k := t.stems[fold[:n]]; k != nil {
			return k
		}
	}
	return nil
}

// means gives a word's keys with those of its meaning.
func (i *info) means(keys []string) []string {
	if i.meaning() == nil {
		return keys
	}
	return i.grow(keys, byMeaning)
}

// meaning is what meanings gives for a word, asked for once.
func (i *info) meaning() []string {
	if i.flags&isAsked == 0 {
		i.flags |= isAsked
		if m := meanings(i.token.Text, i.token.Fold, i.script); m != nil {
			i.further().meaning = m
		}
	}
	if i.more == nil {
		return nil
	}
	return i.more.meaning
}
