package name

import (
	_ "embed"
	"strings"
)

// wordData is written by gen_words.go, which describes it and names its sources.
//
//go:embed words.tsv
var wordData string

// vocabulary holds the words of firms' names and the nicknames. Spellings are
// folded, words of one spelling separated by one space.
type vocabulary struct {
	forms   map[string]string   // spelling → class of legal form
	starts  map[string]int      // first word of a legal form of several words → how many at most
	sectors map[string]string   // spelling → class of business
	places  map[string]string   // spelling → ISO country code
	nicks   map[string][]string // nickname or name → keys of its groups
}

var words = func() (v vocabulary) {
	v = vocabulary{map[string]string{}, map[string]int{}, map[string]string{}, map[string]string{}, map[string][]string{}}
	for rest := wordData; rest != ""; {
		line, more, _ := strings.Cut(rest, "\n")
		rest = more
		kind, line, ok := strings.Cut(line, "\t")
		class, spellings, ok2 := strings.Cut(line, "\t")
		if !ok || !ok2 {
			continue
		}
		key := ""
		if kind == "nick" {
			key = "nick:" + class
			v.nicks[class] = append(v.nicks[class], key)
		}
		for spellings != "" {
			var s string
			s, spellings, _ = strings.Cut(spellings, "|")
			switch kind {
			case "form":
				if len(s) == 2 && !shortForms[s] {
					continue // more often a word or an initial than a legal form
				}
				if _, taken := v.forms[s]; taken {
					continue
				}
				v.forms[s] = class
				if first, _, several := strings.Cut(s, " "); several {
					v.starts[first] = max(v.starts[first], strings.Count(s, " ")+1)
				}
			case "sector":
				v.sectors[s] = class
			case "place":
				v.places[s] = class
				if first, _, several := strings.Cut(s, " "); several {
					v.starts[first] = max(v.starts[first], strings.Count(s, " ")+1)
				}
			case "nick":
				v.nicks[s] = append(v.nicks[s], key)
			}
		}
	}
	for line := range strings.Lines(shortNames) {
		f := strings.Fields(line)
		for _, w := range f {
			v.nicks[w] = append(v.nicks[w], "nick:"+f[0])
		}
	}
	for line := range strings.Lines(shortened) {
		f := strings.Fields(line)
		for _, w := range f {
			v.nicks[w] = append(v.nicks[w], "w:="+f[0])
		}
	}
	for line := range strings.Lines(businessWords) {
		f := strings.Fields(line)
		for _, w := range f {
			v.sectors[w] = f[0]
		}
	}
	for class, spellings := range map[string]string{ // short names that official tables leave out
		"kp": "dprk", "kr": "korea", "ru": "russia", "ir": "iran", "sy": "syria", "vn": "vietnam", "la": "laos", "us": "usa|america", "gb": "britain|england",
		"ve": "venezuela", "bo": "bolivia", "tz": "tanzania", "md": "moldova", "by": "belarus", "cz": "czechia", "tw": "taiwan", "hk": "hongkong|hong kong", "ae": "dubai|abu dhabi|uae",
	} {
		for _, s := range strings.Split(spellings, "|") {
			v.places[s] = class
			if first, _, several := strings.Cut(s, " "); several {
				v.starts[first] = max(v.starts[first], 2)
			}
		}
	}
	return v
}()

// shortForms are the legal forms of two letters that are told apart from words.
var shortForms = wordSet("ab ad ag ao as bv ev ek hf kb kd kg kk ks lp nv og ou oy pt rt sa sc se sl zs")

// shortNames are names and their everyday short forms in Russian, Ukrainian,
// Polish, Spanish, Portuguese, Italian, German and Dutch, which the English
// table lacks; each line is one group, named by its first word. Own list.
const shortNames = `aleksandr alexander aleksander oleksandr alexandr sasha sascha shura sanya alejandro
aleksey alexei aleksei alexey oleksiy alyosha lyosha
anatoliy anatoly anatoli tolya tolik
andrey andrei andriy andryusha
anna anya anka
boris borya
dmitriy dmitry dmitri dmytro dima mitya dimitri
ekaterina yekaterina kateryna katya katia
elena yelena olena lena alyona
evgeniy yevgeny evgeny yevgeniy yevhen zhenya
fyodor fedor fedya
galina galya halyna
gennadiy gennady gennadi gena
georgiy georgy georgi gosha zhora
grigoriy grigory grigori hryhoriy grisha
igor ihor gosha
ivan vanya vanja
konstantin kostya kostyantyn
larisa larysa lara
leonid lyonya
lyudmila ludmila lyuda mila
maria mariya masha marusya
mikhail michail mykhailo misha mischa
natalia nataliya natalya natasha
nikolay nikolai mykola kolya
oleg oleh olezhka
olga olha olya
pavel pavlo pasha
pyotr petr petro petya
roman roma
sergey sergei serhiy sergej seryozha
stanislav stas
svetlana svitlana sveta
tatiana tatyana tetyana tanya
valentin valya
valeriy valery valeri lera
vasiliy vasily vasili vasyl vasya
viktor victor vitya
vladimir volodymyr volodya vova vovchik vladimer
vladislav vlad
vyacheslav viacheslav slava
yaroslav slava
yuriy yury yuri yurii yura
zinaida zina
francisco paco pancho kiko curro
jose pepe chepe
ignacio nacho
jesus chucho chuy
enrique quique kike
guillermo memo guille
eduardo lalo
alfonso poncho
roberto beto
alberto beto
humberto beto
manuel manolo lolo
antonio tono tonio toni
rafael rafa
luis lucho
sergio checo
concepcion concha conchita
dolores lola
mercedes merche
guadalupe lupe lupita
rosario charo
giuseppe beppe peppe pino
giovanni gianni nino
francesco ciccio checco
salvatore toto turi
luigi gigi
johannes hans hannes
johann hans
friedrich fritz
heinrich heinz
wilhelm willi willy
josef sepp jupp
cornelis kees cor
hendrik henk rik
willem wim
pieter piet
joao joaozinho
krzysztof krzysiek
stanislaw staszek
wladyslaw wladek
jozef jozek
katarzyna kasia
malgorzata gosia
`

// shortened are given names with how records shorten them in writing, where nobody
// takes the short form for another name; each line is one name. Own list.
const shortened = `muhammad md mohd muhd mhd mohammad mohammed mohamed mohamad muhammed mohamud mouhamed
maria ma
francisco fco
guadalupe gpe
william wm
charles chas
george geo
thomas thos
james jas
robert robt
joseph jos
samuel saml
daniel danl
edward edw
frederick fredk
richard richd
alexander alex alexr
benjamin benj
abdul abd abdl
hussain hussn
syed sd
jean jn
concepcion concep
`

// businessWords are words of firms' names that say little, with their
// abbreviations and their forms in other languages; each line is one class,
// named by its first word. Own list, from the names in the published lists.
const businessWords = `corporation corp corporate corporacion corporativo corporativa korporatsiya korporatsiia korporacija
company co companies compania compagnie companhia kompaniya kompaniia cie coy societe sociedad sociedade societa sherkat sherkate shirkat sharikat sirketi
group grp groupe grupo gruppe gruppo gruppa grup grupa groups
holding holdings hldg hldgs kholding holdingi
international intl internacional internationale internazionale mezhdunarodnyy mezhdunarodnaya uluslararasi
industries industry industrial ind inds industria industrias industrie industriya industrii promyshlennost promyshlennosti promyshlennaya promyshlennyy sanayi sanayii sanaye sanat
enterprise enterprises ent entreprise entreprises empresa empresas predpriyatie pidpryiemstvo
trust trusts
fund funds fonds fondo fond fondation
service services svc svcs svs servicios servicio servizi servicos servis serviss uslugi dienste dienst dienstleistungen hizmetleri khadamat
trading trade trdg trdng comercio comercial comerciale commerciale handel handels handelsgesellschaft torgovyy torgovaya torgovlya torgovli torgovo ticaret commerce commercial bazargani tejarat tijara tijarah
system systems sys sistemas sistemy
solution solutions soln solns
management mgmt mgt
partner partners ptnrs
venture ventures
associate associates assoc
association assn asociacion assotsiatsiya verband
development dev developments devt desarrollo razvitie razvitiya developpement desenvolvimento entwicklung kalkinma tosee toseeh
import imports imp
export exports exp eksport
national natl nacional nationale nationaler nazionale natsionalnyy natsionalnaya natsionalnoe narodowy ulusal
brothers bros gebruder hermanos fratelli freres irmaos kardesler
manufacturing mfg mfrs mfr manufacturers manufacturer
department dept departamento departement departament abteilung dpt
center centre centro tsentr tsentra zentrum merkez merkezi ctr markaz
foundation fdn fundacion stiftung
institute inst institut instituto istituto instytut instituta enstitusu
global globalnyy
engineering engrg engr eng engineers engg inzhiniring ingenieria ingenierie ingegneria inzheneriya inzhenernyy muhendislik mohandesi
construction constr const stroitelstvo stroitelnaya stroitelnyy stroy insaat construcciones construccion construcoes bauunternehmen bau
transport transportation transports trans transporte transportes transporta transportnaya nakliyat perevozki
equipment equip
product products prod produkt produkte
distribution distributors distributor distr
laboratory laboratories labs lab
university univ universitet universiteta universidad universidade universite universita universitat universitesi uniwersytet daneshgah
federal federalnoe federalnyy
general gen
technology technologies tech technol tekhnologii tekhnologiya
resource resources res
investment investments invest inv invst investitsii investitsionnyy investitsionnaya inversiones inversion investissement investissements investimentos investimento investimenti yatirim
insurance ins insur assurance assurances seguros seguro seguradora strakhovaya strakhovanie sigorta versicherung versicherungen assicurazioni bimeh
property properties prop
capital kapital
consulting consultants consultancy
bank bnk banque banques banco banca banka banki banku bankasi banko bancaire
central centrale centralny tsentralnyy tsentralnaya tsentralnoe zentrale zentralbank merkez
ministry min ministerio ministere ministerium ministerstvo ministerstva ministero ministerie ministerul bakanligi vezarat wizarat
defence defense defensa defesa difesa verteidigung oborona oborony oboroni savunma defaa
directorate directorates directorio direction direccion direzione direktion direktsiya upravlenie upravleniya mudurlugu mudiriyat
bureau bureaux buro byuro biuro oficina
agency agencia agence agentur agenzia agentstvo agentstva agentsiya ajansi
committee cttee komitet komiteta comite comitato komitesi ausschuss
administration administracion administratsiya administratsii amministrazione verwaltung
organisation organization organizacion organisatie organizatsiya organizatsii organizzazione organizacja sazman orgutu
petrochemical petrochemicals petrochem petrochm petroquimica petrochimie petrokhimiya neftekhimicheskiy neftekhim petroshimi
oil oils neft nefti neftyanaya naft petroleum petrole petrol petroleo petroleos petrolier petroliere petrolera petrolifera
gas gaz gaza gazovaya
shipping shpg ship navigation naviera navigazione navegacion sudokhodnaya sudokhodstvo parokhodstvo schifffahrt schiffahrt reederei rederi denizcilik keshtirani kashtirani armateur
airlines airline airways aviakompaniya avialinii aerolineas fluggesellschaft havayollari luftfahrtgesellschaft
establishment est estab etablissement etablissements establecimiento
building bldg bldgs gebaude edificio batiment
materials material mats materiaux materiales materiali materialien
contracting contr contrg contractors contractor
scientific science sciences nauchno nauchnyy nauchnaya nauchnoe wissenschaftlich wissenschaftliche scientifique cientifico cientifica
research issledovatelskiy issledovatelskaya issledovatelskoe issledovaniy recherche recherches forschung forschungs investigacion investigaciones ricerca
plant zavod zavody factory fabrik fabrika fabrica usine werk werke wks works karkhaneh
hospital hopital krankenhaus ospedale szpital bolnitsa gospital hastanesi bimarestan
textile textiles textil tekstil tekstilnyy tekstilnaya
logistics logistica logistique logistik logistika lojistik
chemical chemicals chem chemie chimique quimica quimicas khimicheskiy khimicheskaya kimya
pharmaceutical pharmaceuticals pharma farma pharmaceutique farmaceutica farmatsevtika ilac
electronics electronic electronica electronique elektronik elektronika elektronnyy
communications communication comms telecom telecommunications telekom telecomunicaciones svyaz
security securite seguridad sicherheit bezopasnost bezopasnosti guvenlik
school schools ecole escuela schule shkola okulu
agricultural agriculture agro agricola agricole landwirtschaft tarim selskokhozyaystvennyy
`
