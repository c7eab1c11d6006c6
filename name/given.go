package name

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// usualKorean are given names of two syllables that many Koreans bear: the ten
// commonest of the cohorts born in 1940 to 2010 (Supreme Court of Korea, public
// rankings of names registered at birth; from memory, not verified one by one).
const usualKorean = "영수 영호 영식 정호 영철 성수 성호 종수 상호 정수 병철 경수 영길 상철 동현 성민 성훈 지훈 정훈 성진 상훈 현우 준호 민수 준영 승현 광수 영환 정식 종호 진호 재호 승호 용호 영진 영일 철수 창수 기철 정웅 영기 민석 준혁 민준 준서 우진 건우 예준 현준 도현 " +
	"순자 영자 정순 정숙 영숙 영순 정자 영희 정희 옥순 명숙 경숙 순옥 현숙 미경 미숙 경희 미영 영미 지영 은정 현정 은주 은영 현주 선영 지연 혜영 지혜 지은 수진 혜진 은지 지현 보람 유진 민지 수빈 지원 현지 예진 예지 서연 민서 지민 서현 서윤 예은 하은 지우 윤서 은경 은희 춘자 명자 영순 정숙 미정 경자 숙자 현우 영남 광호 성일 철호 용철 명수 명철 성철 금철 은철 광철"

// usualChinese are given names of two characters that many Chinese bear
// (Ministry of Public Security, public rankings of full names, 2007 to 2020;
// from memory, not verified one by one).
const usualChinese = "秀英 秀兰 桂英 玉兰 建国 建军 淑珍 淑英 志强 玉梅 桂兰 凤英 桂芳 秀珍 秀荣 玉英 玉珍 淑华 红梅 海燕 建华 建平 志刚 国强 晓东 志明 文静 雪梅 丽华 丽娟 小红 桂珍 淑兰 玉华 凤兰 桂荣 秀芳 玉芳 兰英 春梅 俊杰 浩然 子轩 宇轩 子涵 梓涵 欣怡 一诺 海涛 海波 建明 建伟 国华 国平 文杰 明辉 家豪 志伟 志豪 宗翰 俊宏 承翰 淑芬 美玲 淑惠 雅婷 怡君 志成 志忠 冠廷 俊贤 欣妤 惠君 美惠 淑娟 秀玲 玉玲 丽丽 国荣"

// usualGiven holds the readings of these names, syllables with a space between.
var usualGiven = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(usualKorean) {
		a, n := utf8.DecodeRuneInString(w)
		b, _ := utf8.DecodeRuneInString(w[n:])
		m[string(foldSyllable(nil, a, false))+" "+string(foldSyllable(nil, b, false))] = true
	}
	for w := range strings.FieldsSeq(usualChinese) {
		a, n := utf8.DecodeRuneInString(w)
		b, _ := utf8.DecodeRuneInString(w[n:])
		m[hanReading(a, mandarin)+" "+hanReading(b, mandarin)] = true
	}
	return m
})

// UsualGiven reports whether two folded syllables, one after the other, are a
// given name that many Koreans or Chinese bear.
func UsualGiven(a, b string) bool {
	if len(a)+len(b) > 14 {
		return false
	}
	var buf [16]byte
	k := append(append(append(buf[:0], a...), ' '), b...)
	return usualGiven()[string(k)]
}
