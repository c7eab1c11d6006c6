package reading

import "strings"

func chinese() *language {
	return &language{code: "zh", order: orderSVO, spaceless: true, proDrop: true, dative: true, juxtapose: true, verb: chineseVerb, noun: plainNoun, name: chineseName}
}

// chineseVerb: verbs have no forms. Words after "+" may follow ("运+往").
func chineseVerb(spec string) []form { return []form{{spec, fFin | fInf}} }

// towards reports whether a verb of giving or moving says by its end that the
// receiver follows ("运往", "卖给", "出口到").
func (s *sent) towards(it *item) bool {
	e := it.verb()
	if e == nil || !s.x.lang.spaceless {
		return false
	}
	k := s.x.frames[e.ref].Kind
	if k != "give" && k != "move" && k != "pay" {
		return false
	}
	t := s.str(it)
	if k == "pay" && strings.HasSuffix(t, "入") {
		return true // "汇入", "存入"
	}
	for _, end := range []string{"往", "到", "至", "给", "抵", "給", "向", "去", "予", "进", "進", "入", "回"} {
		if strings.HasSuffix(t, end) {
			return true
		}
	}
	return false
}

// ofState reports whether item i is a body or group named right after the state
// it belongs to ("黎巴嫩真主党").
func (s *sent) ofState(i int) bool {
	if !s.x.lang.spaceless || s.x.lang.order != orderSVO || i < 1 || i >= len(s.items) {
		return false
	}
	it, p := &s.items[i], &s.items[i-1]
	if it.mention < 0 || p.mention < 0 || it.start != p.end || p.isAdj() || it.isAdj() {
		return false
	}
	e := s.ments[it.mention].Entity
	if strings.HasPrefix(e, "place:") && s.ments[it.mention].ActsFor == s.ments[p.mention].ActsFor {
		return true // "叙利亚巴尼亚斯港"
	}
	return strings.HasPrefix(s.ments[p.mention].Entity, "country:") && (strings.HasPrefix(e, "group:") || strings.HasPrefix(e, "org:") || strings.HasPrefix(e, "person:"))
}

// awayFrom reports whether a verb says by its end that the giver follows ("购自",
// "产自").
func (s *sent) awayFrom(it *item) bool {
	e := it.verb()
	return e != nil && s.x.lang.spaceless && !s.x.frames[e.ref].op() && strings.HasSuffix(s.str(it), "自")
}

// keepsToward reports whether item i only says that the verb before it, after
// which the receiver follows, is done ("卖给了", "运往过").
func (s *sent) keepsToward(i int) bool {
	if i == 0 || !s.x.lang.spaceless || s.items[i-1].punct || !s.towards(&s.items[i-1]) && !s.awayFrom(&s.items[i-1]) {
		return false
	}
	w := s.word(&s.items[i], "aux")
	return w != nil && strings.HasPrefix(w.value, "perf")
}

// relatives finds the clauses before "的" that say something of goods after it
// ("朝鲜提供的炮弹", "从朝鲜获得的导弹"): by their first item, the item of "的" and
// the goods. A clause reaches back to the verb, mark or goods before it.
func (s *sent) relatives() map[int][2]int {
	if !s.x.lang.spaceless || s.x.lang.order != orderSVO {
		return nil
	}
	var out map[int][2]int
	last := -1
	for i := 1; i < len(s.items); i++ {
		if s.word(&s.items[i], "poss") == nil {
			continue
		}
		v := s.relativeVerb(i, last)
		if v < 0 {
			continue
		}
		ante := s.describedGoods(i)
		if ante < 0 {
			continue
		}
		from := v
		for from-1 > last && s.insideRelative(from-1) {
			from--
		}
		if !s.partyIn(from, i) {
			continue // "出口的武器": nobody is named
		}
		if out == nil {
			out = map[int][2]int{}
		}
		out[from] = [2]int{i, ante}
		last = i
	}
	return out
}

// relativeVerb is the verb of an act whose clause "的" at i closes, with no
// goods between; -1 for none.
func (s *sent) relativeVerb(i, last int) int {
	for j := i - 1; j > last && j >= i-7; j-- {
		it := &s.items[j]
		if len(it.ents) == 0 && !(j > 0 && s.items[j-1].mention >= 0 && strings.Contains("港市省县州岛方侧縣島側", s.str(it))) {
			return -1
		}
		if it.punct || s.isGoods(it) && it.verb() == nil || s.word(it, "poss") != nil || s.word(it, "sub") != nil || s.word(it, "coord") != nil {
			return -1
		}
		if e := it.verb(); e != nil {
			if f := &s.x.frames[e.ref]; f.op() || f.Needs == "" || f.Kind == "prohibit" {
				return -1
			}
			return j
		}
	}
	return -1
}

// insideRelative reports whether item j may stand inside a clause before "的".
func (s *sent) insideRelative(j int) bool {
	it := &s.items[j]
	switch {
	case it.punct, s.word(it, "poss") != nil, s.word(it, "sub") != nil, s.word(it, "coord") != nil, s.isGoods(it) && it.verb() == nil:
		return false
	case it.verb() != nil && s.word(it, "prep") == nil, s.word(it, "uses") != nil:
		return false
	}
	if w := s.word(it, "aux"); w != nil {
		t := s.str(it)
		return t != "了" && t != "过" && t != "過" && t != "着"
	}
	return s.word(it, "attr") == nil
}

// describedGoods is the goods right after "的" at i, over words that count or
// describe; -1 for none.
func (s *sent) describedGoods(i int) int {
	for j := i + 1; j < len(s.items) && j <= i+9; j++ {
		it := &s.items[j]
		if s.isGoods(it) {
			for j+1 < len(s.items) && s.isGoods(&s.items[j+1]) {
				j++
			}
			return j
		}
		if it.punct && !strings.ContainsAny(s.str(it), "“”\"‘’") || it.verb() != nil || s.word(it, "prep") != nil || s.word(it, "aux") != nil || it.get(eDesc) != nil {
			return -1
		}
	}
	return -1
}

// partyIn reports whether a party is named among items i to j.
func (s *sent) partyIn(i, j int) bool {
	for ; i < j; i++ {
		if s.items[i].mention >= 0 {
			return true
		}
	}
	return false
}

// commaPredicate reports whether a comma of Chinese begins another predicate:
// the clause before has its verb and so has what follows, which is no mere list.
func (s *sent) commaPredicate(i, cur int) bool {
	if !s.x.lang.spaceless || s.x.lang.order != orderSVO {
		return false
	}
	c := &s.clauses[cur]
	return (c.hasFin || c.typ == "main" && len(c.items) > 0) && c.typ != "cond" && c.typ != "paren" && s.actAhead(i) && s.verbIn(cur)
}

// verbIn reports whether a clause holds a verb that tells of an act.
func (s *sent) verbIn(ci int) bool {
	for _, k := range s.clauses[ci].items {
		if s.items[k].verb() != nil {
			return true
		}
	}
	return false
}

// actAhead reports whether a verb of an act comes before the next comma.
func (s *sent) actAhead(i int) bool {
	for j := i; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct && strings.ContainsAny(s.str(it), "，,；;：:。") {
			return false
		}
		if it.verb() != nil {
			return true
		}
	}
	return false
}

// andBetween reports whether a preposition that may mean "and" ("与", "和") joins
// a name to one that stands under a preposition already.
func (s *sent) andBetween(i int, last *item) bool {
	if !s.x.lang.spaceless || s.x.lang.order != orderSVO || i == 0 || i+1 >= len(s.items) || last != &s.items[i-1] || last.mention < 0 || len(last.marks) == 0 || last.marks[len(last.marks)-1] == "在" || s.items[i+1].mention < 0 {
		return false
	}
	w := s.word(&s.items[i], "prep")
	return w != nil && w.value == "与"
}

// takenUp drops the reading of "将" as a word of the future where it only brings
// the object before the verb ("将柴油转卖给").
func (s *sent) takenUp() {
	if !s.x.lang.spaceless || s.x.lang.order != orderSVO {
		return
	}
	for i := 0; i+1 < len(s.items); i++ {
		it := &s.items[i]
		if t := s.str(it); t != "将" && t != "將" {
			continue
		}
		for j := i + 1; j < len(s.items) && j <= i+8; j++ {
			n := &s.items[j]
			if n.punct || n.verb() != nil && !s.isGoods(n) || s.word(n, "prep") != nil || s.word(n, "aux") != nil || s.word(n, "neg") != nil {
				break
			}
			if s.isGoods(n) {
				it.ents = nil
				break
			}
		}
	}
}

// describedAgent finds the party that a verb's phrase with "的" describes
// ("雇用朝鲜工人的中国公司"): it does the act. -1 for none.
func (s *sent) describedAgent(a *act) int {
	if !s.x.lang.spaceless || a.noun || len(a.goods) == 0 {
		return -1
	}
	g := a.goods[len(a.goods)-1]
	if g < a.item || g+1 >= len(s.items) || s.word(&s.items[g+1], "poss") == nil {
		return -1
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if cd.item > g+1 && cd.item <= g+3 && (cd.head == cd.item || s.desc(&s.items[cd.head]) != nil) && !cd.origin {
			return k
		}
	}
	return -1
}

// plainNoun: nouns have no forms.
func plainNoun(spec string) []form { return []form{{spec, anyCase}} }

// chineseName gives a name as it stands and, for states, what is made of it:
// 制 and 产 (made there), 人 and 籍 (its people).
func chineseName(name, paradigm string) []form {
	out := []form{{name, anyCase}}
	switch paradigm {
	case "adj":
		return []form{{name, fAdj}}
	case "name":
		out = append(out, form{name + "人", anyCase | fPl}, form{name + "籍", fAdj}, form{name + "产", fAdj}, form{name + "制", fAdj}, form{name + "制造", fAdj})
	}
	return out
}

// traditional holds pairs of a traditional character and the simplified one
// under which it is looked up. By hand, for the characters of the lexicons and
// of frequent words around them.
const traditional = "無无與与業业東东絲丝兩两嚴严喪丧個个豐丰臨临為为麗丽舉举義义烏乌樂乐習习鄉乡書书買买亂乱爭争於于虧亏雲云亞亚產产親亲億亿僅仅從从倉仓儀仪們们價价眾众優优會会傘伞偉伟傳传傷伤倫伦偽伪體体餘余傭佣" +
	"債债傾倾償偿兒儿黨党蘭兰關关興兴養养獸兽內内岡冈冊册寫写軍军農农馮冯衝冲決决況况凍冻淨净準准減减幾几鳳凤憑凭凱凯擊击劃划劉刘則则剛刚創创刪删別别劑剂勸劝辦办務务動动勵励勞劳勢势勳勋匯汇區区醫医華华協协單单賣卖" +
	"盧卢衛卫卻却廠厂廳厅歷历壓压厭厌縣县參参雙双發发變变敘叙葉叶號号嘆叹員员啟启吳吴嗎吗聽听響响問问圍围園园國国圖图圓圆聖圣場场壞坏塊块堅坚壇坛執执報报墜坠聲声處处備备復复複复夠够頭头夾夹奪夺奮奋獎奖奧奥婦妇媽妈" +
	"學学孫孙寧宁寶宝實实審审憲宪宮宫寬宽賓宾對对尋寻導导將将層层屬属島岛峽峡嶺岭巖岩幣币帥帅師师帳帐帶带幫帮庫库應应廢废開开異异棄弃張张彈弹強强歸归當当錄录徹彻後后徑径憶忆懷怀態态總总戀恋惡恶惱恼愛爱憂忧戰战戲戏戶户" +
	"撲扑擴扩掃扫揚扬擾扰撫抚拋抛搶抢護护擔担擬拟擁拥攔拦撥拨擇择掛挂揮挥損损換换據据擲掷擺摆攜携搖摇敵敌數数斷断舊旧時时曠旷顯显晉晋曉晓暫暂術术機机殺杀雜杂權权條条來来極极構构槍枪標标樣样檔档橋桥檢检樓楼" +
	"歐欧歡欢殘残殲歼毀毁氣气漢汉湯汤溝沟沒没滬沪淚泪澤泽潔洁測测濟济渾浑濃浓塗涂滅灭溫温遊游灣湾濕湿滿满濫滥滯滞漁渔潛潜燈灯靈灵災灾爐炉點点煉炼煙烟熱热燒烧營营獨独獄狱獵猎獻献獲获環环現现瑪玛電电畫画暢畅療疗" +
	"盜盗監监蓋盖盤盘礦矿碼码磚砖確确礎础禍祸禮礼稱称種种積积穩稳窮穷競竞筆笔範范築筑簽签簡简糧粮緊紧紅红約约級级紀纪純纯綱纲納纳紐纽線线練练組组細细織织終终紹绍經经綁绑結结給给絕绝統统維维綠绿網网緒绪續续綜综緩缓編编緬缅" +
	"縮缩績绩繳缴羅罗罰罚職职聯联聖圣聞闻腦脑腳脚臺台艙舱艦舰艱艰藝艺節节蘇苏範范獲获薩萨藥药蘭兰虛虚蟲虫補补裝装製制襲袭見见規规視视覽览觀观觸触計计訂订訊讯討讨讓让訓训議议記记講讲許许論论設设訪访證证評评識识詐诈訴诉診诊詞词試试詩诗話话誕诞該该詳详語语誤误說说請请諸诸諾诺讀读課课誰谁調调談谈謀谋諜谍謊谎謂谓謝谢譴谴" +
	"貝贝負负財财責责賢贤敗败賬账貨货質质販贩貪贪購购貫贯貿贸費费賀贺賊贼資资賴赖賞赏賠赔贈赠贊赞贏赢趕赶趙赵躍跃車车軌轨轉转輪轮軟软載载較较輔辅輛辆輝辉輸输轟轰辭辞邊边遼辽達达遷迁過过運运還还這这進进遠远違违連连遲迟適适選选遞递邏逻遺遗" +
	"鄧邓鄭郑鄰邻釋释裡里裏里鑒鉴針针釣钓鈔钞鋼钢鈾铀鉛铅銅铜鋁铝銀银鋅锌錢钱錯错鍋锅錫锡鍊炼鎳镍鐵铁鑽钻長长門门閃闪閉闭間间閣阁閱阅隊队陽阳陰阴陣阵階阶際际陸陆陳陈險险隨随隱隐難难雖虽離离韓韩頂顶項项順顺須须頓顿預预領领頻频題题額额顏颜類类風风飛飞飯饭飲饮飾饰餐餐館馆馬马駁驳驅驱駐驻駕驾驗验騙骗魚鱼鮮鲜鳥鸟麥麦黃黄齊齐齡龄龍龙龐庞龜龟" +
	"鉀钾鈷钴鈦钛釩钒鎂镁鋰锂鎢钨滾滚綫线紗纱絨绒紡纺縫缝襯衬襪袜靴靴傢家噸吨鰭鳍鱷鳄蝦虾蠔蚝鯊鲨貂貂酯酯塢坞艇艇觀观諮咨詢询諱讳譯译證证責责貢贡頒颁額额馳驰騎骑驚惊劇剧勝胜匪匪卹恤呂吕吶呐啞哑喬乔嘗尝嚇吓堊垩墊垫壟垄壽寿寢寝屆届嶼屿廣广弒弑徵征懇恳懲惩懸悬戴戴扣扣採采擊击攤摊攻攻敎教斃毙旣既暈晕曆历" +
	"認认砲炮週周鬥斗覆复佈布佔占迴回併并僱雇濱滨銳锐鎖锁絡络繞绕啓启叛叛諸诸蹟迹勢势錶表薑姜佇伫灑洒範范鎗枪褲裤鞏巩謠谣誣诬衊蔑謗谤僞伪擋挡銜衔燬毁嚐尝贍赡鍾钟鐘钟攝摄擬拟捲卷竄窜槓杠榮荣歿殁遼辽齋斋瀋沈塵尘醫医隻只幹干滙汇禦御" +
	"朮术枱台櫃柜歲岁氈毡汙污沖冲浬浬涼凉滲渗潤润澀涩瀏浏烴烃煩烦牽牵狀状猶犹瓊琼產产甦苏畢毕疊叠盃杯矽硅祕秘稅税竊窃籌筹籤签綑捆縱纵繫系纔才罷罢羣群聲声肅肃脅胁膠胶臉脸莊庄蔣蒋藍蓝蘊蕴衆众術术袋袋託托謹谨譽誉賭赌贓赃軸轴輕轻輯辑農农遜逊郵邮醜丑鈴铃銷销鋪铺鍵键鑄铸闆板闖闯陝陕雇雇靜静頁页顧顾飼饲駛驶魯鲁鹽盐麵面齒齿"

// simplified folds a traditional character.
func simplified(r rune) rune {
	if s, ok := simplifiedOf[r]; ok {
		return s
	}
	return r
}

var simplifiedOf = func() map[rune]rune {
	m := map[rune]rune{}
	var t rune
	for i, r := range []rune(traditional) {
		if i%2 == 0 {
			t = r
		} else if t != r {
			m[t] = r
		}
	}
	return m
}()

// spacelessNoun decides, where words are not parted and have no forms, whether
// a word that may be noun or verb ("出口", "援助") is a noun at item i: goods
// after it make it a verb, goods or "的" before it a noun, unless what follows
// says whereto.
func (s *sent) spacelessNoun(i int) bool {
	for j := i + 1; j < len(s.items) && j <= i+14; j++ {
		it := &s.items[j]
		if it.punct {
			if strings.ContainsAny(s.str(it), "“”《》（）") {
				continue
			}
			break
		}
		if s.word(it, "poss") != nil && j == i+1 {
			// "出口的武器": what was exported; "武器交易的报道": of the trade
			return i > 0 && (s.isGoods(&s.items[i-1]) || s.word(&s.items[i-1], "poss") != nil)
		}
		if s.isGoods(it) && it.get(eNoun) == nil {
			return false
		}
		if s.word(it, "prep") != nil || it.verb() != nil && !it.isAdj() || it.get(eNoun) != nil || s.word(it, "coord") != nil {
			break
		}
	}
	if i == 0 {
		return true
	}
	if i+1 < len(s.items) && s.items[i+1].mention >= 0 && s.isGoods(&s.items[i-1]) && (s.besideHead(i+1) < 0 || s.desc(&s.items[s.besideHead(i+1)]) != nil) {
		return false // "将导弹交付俄罗斯"
	}
	if e := s.items[i].verb(); e != nil && s.x.frames[e.ref].Kind == "port" && i+1 < len(s.items) && s.word(&s.items[i+1], "prep") != nil {
		return false // "船停靠在纳霍德卡"
	}
	for j := i - 1; j >= 0 && j >= i-10 && !s.items[j].punct; j-- {
		if t := s.str(&s.items[j]); t == "将" || t == "將" || t == "把" {
			if s.items[j].get(eWord) == nil || t == "把" {
				return false
			}
			break
		}
	}
	if i+1 < len(s.items) {
		if w := s.word(&s.items[i+1], "prep"); w != nil && (w.value == "到" || w.value == "给") {
			return false
		}
	}
	p := &s.items[i-1]
	switch {
	case s.word(p, "poss") != nil, s.isGoods(p), s.good(p) != nil, p.isAdj():
		return true
	case p.get(eNoun) != nil && p.mention < 0:
		return true
	case s.word(p, "dem") != nil:
		return true
	}
	return false
}
