package tex

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// hints say what to do about a problem, by what its message holds.
var hints = []struct{ part, ko, en string }{
	{`\left without \right`, `\right를 쓰세요. 짝이 없으면 \right.을 씁니다.`, `Write \right; \right. is one that is not drawn.`},
	{`\right without \left`, `\left를 쓰세요. 짝이 없으면 \left.을 씁니다.`, `Write \left; \left. is one that is not drawn.`},
	{`\middle outside`, `\middle은 \left와 \right 사이에 씁니다. 밖에서는 \mid나 \big|를 쓰세요.`, `Use \mid or \big| outside of \left … \right.`},
	{"{ without }", "닫는 중괄호 }를 쓰세요.", "Write the closing brace }."},
	{"} without {", "여는 중괄호 {를 쓰거나 }를 지우세요.", "Write the opening brace {, or take } away."},
	{"[ without ]", "닫는 대괄호 ]를 쓰세요.", "Write the closing bracket ]."},
	{`without \end`, `환경의 끝에 \end{…}를 쓰세요.`, `Write \end{…} where the environment ends.`},
	{`without \begin`, `\begin{…}을 쓰거나 \end를 지우세요.`, `Write \begin{…}, or take \end away.`},
	{"is ended by", `\begin과 \end의 이름을 같게 하세요.`, `Give \begin and \end the same name.`},
	{"two superscripts", "중괄호로 묶으세요: {x^a}^b", "Use braces: {x^a}^b"},
	{"two subscripts", "중괄호로 묶으세요: {x_a}_b", "Use braces: {x_a}_b"},
	{"in one group; use braces", "중괄호로 묶으세요.", "Put one of them in braces."},
	{"has a meaning of its own", `기호 자체는 앞에 \를 붙여 씁니다.`, `Write a backslash before it for the character itself.`},
	{"has no argument", "뒤에 {…}를 쓰세요.", "Write {…} behind it."},
	{"is not a length", "2em, 3pt, 1cm처럼 쓰세요.", "Write it as 2em, 3pt or 1cm."},
	{"is not a colour", "red, blue 같은 이름이나 #rrggbb로 쓰세요.", "Write a name such as red or blue, or #rrggbb."},
	{"delimiter", `( ) [ ] \{ \} | \| \langle \rangle \lfloor … 가운데 하나를 쓰세요. 없으면 .을 씁니다.`, `Write one of ( ) [ ] \{ \} | \| \langle \rangle \lfloor …; a dot is none.`},
	{"outside of an environment", `&와 \\는 \begin{aligned} … \end{aligned} 안에 씁니다.`, `Rows and & belong into \begin{aligned} … \end{aligned}.`},
	{"inside of braces", `중괄호 안에는 &와 \\를 쓸 수 없습니다.`, `Braces cannot hold & or \\.`},
	{"calls itself", "자기 자신을 부르는 명령의 정의를 고치세요.", "Change the definition of the command that calls itself."},
	{"nested more than", "식을 나누어 쓰세요.", "Divide the formula."},
	{"bytes; at most", "식을 나누어 쓰세요.", "Divide the formula."},
}

// hint says in Korean and English what to do about a problem.
func hint(message string) (ko, en string) {
	for _, h := range hints {
		if strings.Contains(message, h.part) {
			return h.ko, h.en
		}
	}
	return "", ""
}

// knownNames are all commands, sorted.
var knownNames = sync.OnceValue(func() []string {
	var out []string
	add := func(names []string) { out = append(out, names...) }
	add(slices.Collect(maps.Keys(symbols)))
	add(slices.Collect(maps.Keys(accents)))
	add(slices.Collect(maps.Keys(stretched)))
	add(slices.Collect(maps.Keys(arrows)))
	add(slices.Collect(maps.Keys(operatorNames)))
	add(slices.Collect(maps.Keys(alphabetCommands)))
	add(slices.Collect(maps.Keys(builtin)))
	add(slices.Collect(maps.Keys(spaces)))
	add(slices.Collect(maps.Keys(textFaces)))
	add(slices.Collect(maps.Keys(styles)))
	add(slices.Collect(maps.Keys(infix)))
	add([]string{
		"frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom", "genfrac", "sqrt", "left", "right", "middle", "begin", "end",
		"overline", "underline", "overset", "underset", "stackrel", "substack", "operatorname", "not", "boxed", "cancel",
		"textcolor", "color", "colorbox", "phantom", "newcommand", "tag", "notag", "hspace", "limits", "nolimits", "mathop",
	})
	slices.Sort(out)
	return slices.Compact(out)
})

// nearest is the known command that name is most likely a misspelling of, "" when none is near.
func (p *parser) nearest(name string) string {
	if !letters(name) || len(name) > 40 {
		return ""
	}
	if near := nearestOf(name, slices.Sorted(maps.Keys(p.macros))); near != "" {
		return near
	}
	return nearestOf(name, knownNames())
}

// nearestOf is the nearest of sorted names: one slip apart, two in long names.
func nearestOf(name string, names []string) string {
	most := 1
	if len(name) >= 7 {
		most = 2
	}
	best, found := most+1, ""
	for _, n := range names {
		if len(n) < 2 || abs(len(n)-len(name)) > most {
			continue
		}
		if d := slips(name, n); d < best {
			best, found = d, n
		}
	}
	return found
}

func abs(n int) int { return max(n, -n) }

// slips counts the letters to insert, leave out, exchange or swap with their neighbour to make b of a.
func slips(a, b string) int {
	before, last, this := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		this[0] = i
		for j := 1; j <= len(b); j++ {
			d := last[j-1]
			if a[i-1] != b[j-1] {
				d++
			}
			d = min(d, last[j]+1, this[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			this[j] = d
		}
		before, last, this = last, this, before
	}
	return last[len(b)]
}
