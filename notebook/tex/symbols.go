package tex

import (
	"strings"
	"unicode/utf8"
)

// A character is what a command or a character of the source draws, and its class.
type character struct {
	r   rune
	cls class
}

// symbols has the commands that are one character: TeX, LaTeX, amssymb and stmaryrd, with the code points of
// unicode-math. Each line lists commands and their characters.
var symbols = symbolTable(symbolLists)

var symbolLists = map[class]string{
	ord: `
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ
chi χ psi ψ omega ω digamma ϝ
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
Alpha Α Beta Β Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν Omicron Ο Rho Ρ Tau Τ Chi Χ
partial ∂ nabla ∇ infty ∞ ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ wp ℘ Re ℜ Im ℑ aleph ℵ beth ℶ gimel ℷ daleth ℸ
eth ð mho ℧ Finv Ⅎ Bbbk 𝕜 complement ∁
forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ⌀ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ measuredangle ∡
sphericalangle ∢ triangle △ triangledown ▽ vartriangle △ blacktriangle ▲ blacktriangledown ▼ square □ Box □
blacksquare ■ lozenge ◊ Diamond ◊ blacklozenge ⧫ bigstar ★ diagup ╱ diagdown ╲ prime ′ backprime ‵ surd √
flat ♭ natural ♮ sharp ♯ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ checkmark ✓ maltese ✠ degree °
vdots ⋮ vert | Vert ‖ | ‖ backslash \ aa å AA Å ss ß ae æ AE Æ o ø O Ø oe œ OE Œ
pounds £ mathsterling £ yen ¥ euro € S § P ¶ copyright © circledR ® dag † ddag ‡
% % # # & & _ _ $ $ Game ⅁ circledS Ⓢ varvdots ⋮ alef ℵ alefsym ℵ clubs ♣ diamonds ♢ hearts ♡ spades ♠ empty ∅
exist ∃ image ℑ real ℜ infin ∞ sect § weierp ℘ thetasym ϑ cnums ℂ Complex ℂ Reals ℝ`,
	bin: `
pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ cap ∩ cup ∪ Cap ⋒ Cup ⋓ wedge ∧ land ∧ vee ∨ lor ∨
oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ setminus ∖ smallsetminus ∖ sqcap ⊓ sqcup ⊔ uplus ⊎ amalg ⨿ wr ≀
diamond ⋄ bigtriangleup △ bigtriangledown ▽ triangleleft ◃ triangleright ▹ bigcirc ◯ dagger † ddagger ‡
barwedge ⊼ veebar ⊻ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ divideontimes ⋇ dotplus ∔
ltimes ⋉ rtimes ⋊ leftthreetimes ⋋ rightthreetimes ⋌ curlyvee ⋎ curlywedge ⋏ circledcirc ⊚ circledast ⊛
circleddash ⊝ intercal ⊺ centerdot ⋅ lhd ⊲ rhd ⊳ unlhd ⊴ unrhd ⊵ And & doublebarwedge ⌆ doublecap ⋒ doublecup ⋓ bull ∙ plusmn ± sdot ⋅ Dagger ‡`,
	rel: `
le ≤ leq ≤ ge ≥ geq ≥ lt < gt > ne ≠ neq ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙ leqslant ⩽ geqslant ⩾ leqq ≦ geqq ≧
approx ≈ sim ∼ simeq ≃ equiv ≡ cong ≅ ncong ≇ approxeq ≊ asymp ≍ propto ∝ varpropto ∝ doteq ≐ doteqdot ≑ Doteq ≑
triangleq ≜ coloneqq ≔ eqqcolon ≕ coloneq ≔ circeq ≗ eqcirc ≖ bumpeq ≏ Bumpeq ≎ risingdotseq ≓ fallingdotseq ≒
backsim ∽ backsimeq ⋍ thicksim ∼ thickapprox ≈ eqsim ≂
in ∈ notin ∉ ni ∋ owns ∋ notni ∌ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ nsubseteq ⊈ nsupseteq ⊉ subsetneq ⊊
supsetneq ⊋ subseteqq ⫅ supseteqq ⫆ subsetneqq ⫋ supsetneqq ⫌ Subset ⋐ Supset ⋑ sqsubset ⊏ sqsupset ⊐
sqsubseteq ⊑ sqsupseteq ⊒ mid ∣ nmid ∤ parallel ∥ nparallel ∦ perp ⟂ shortmid ∣ shortparallel ∥
prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼ succcurlyeq ≽ curlyeqprec ⋞ curlyeqsucc ⋟ precsim ≾ succsim ≿
precnsim ⋨ succnsim ⋩ nprec ⊀ nsucc ⊁
lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ lessgtr ≶ gtrless ≷ lesseqgtr ⋚ gtreqless ⋛ lessdot ⋖ gtrdot ⋗
lneq ⪇ gneq ⪈ lneqq ≨ gneqq ≩ lnsim ⋦ gnsim ⋧ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ nsim ≁ eqslantless ⪕ eqslantgtr ⪖
vdash ⊢ dashv ⊣ vDash ⊨ Vdash ⊩ Vvdash ⊪ nvdash ⊬ nvDash ⊭ nVdash ⊮ nVDash ⊯ bowtie ⋈ Join ⋈ smile ⌣
frown ⌢ between ≬ vartriangleleft ⊲ vartriangleright ⊳ trianglelefteq ⊴ trianglerighteq ⊵
ntriangleleft ⋪ ntriangleright ⋫ ntrianglelefteq ⋬ ntrianglerighteq ⋭ blacktriangleleft ◀ blacktriangleright ▶
therefore ∴ because ∵ backepsilon ∍
leftarrow ← gets ← rightarrow → to → leftrightarrow ↔ Leftarrow ⇐ Rightarrow ⇒ Leftrightarrow ⇔
longleftarrow ⟵ longrightarrow ⟶ longleftrightarrow ⟷ Longleftarrow ⟸ Longrightarrow ⟹ Longleftrightarrow ⟺
mapsto ↦ longmapsto ⟼ hookleftarrow ↩ hookrightarrow ↪ leftharpoonup ↼ leftharpoondown ↽ rightharpoonup ⇀
rightharpoondown ⇁ upharpoonright ↾ upharpoonleft ↿ downharpoonright ⇂ downharpoonleft ⇃ restriction ↾
leftrightharpoons ⇋ rightleftharpoons ⇌ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕
nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ leftleftarrows ⇇ rightrightarrows ⇉ leftrightarrows ⇆ rightleftarrows ⇄
upuparrows ⇈ downdownarrows ⇊ twoheadleftarrow ↞ twoheadrightarrow ↠ leftarrowtail ↢ rightarrowtail ↣
looparrowleft ↫ looparrowright ↬ curvearrowleft ↶ curvearrowright ↷ circlearrowleft ↺ circlearrowright ↻
Lsh ↰ Rsh ↱ Lleftarrow ⇚ Rrightarrow ⇛ nleftarrow ↚ nrightarrow ↛ nLeftarrow ⇍ nRightarrow ⇏ nleftrightarrow ↮
nLeftrightarrow ⇎ rightsquigarrow ⇝ leadsto ⇝ leftrightsquigarrow ↭ multimap ⊸ dashrightarrow ⇢ dashleftarrow ⇠
vcentcolon ∶ ratio ∶ coloncolon ∷ dblcolon ∷ colonequals ≔ equalscolon ≕ gggtr ⋙ llless ⋘ gnapprox ⪊ lnapprox ⪉ gtreqqless ⪌
lesseqqgtr ⪋ lvertneqq ≨ gvertneqq ≩ imageof ⊷ origof ⊶ pitchfork ⋔ precapprox ⪷ succapprox ⪸ precnapprox ⪹ succnapprox ⪺
precneqq ⪵ succneqq ⪶ smallfrown ⌢ smallsmile ⌣ varsubsetneq ⊊ varsupsetneq ⊋ varsubsetneqq ⫋ varsupsetneqq ⫌
nshortmid ∤ nshortparallel ∦ mapsfrom ↤ isin ∈ sub ⊂ sube ⊆ supe ⊇ larr ← lArr ⇐ Larr ⇐ rarr → rArr ⇒ Rarr ⇒ harr ↔ hArr ⇔
Harr ⇔ lrarr ↔ lrArr ⇔ Lrarr ⇔ uarr ↑ uArr ⇑ Uarr ⇑ darr ↓ dArr ⇓ Darr ⇓`,
	opening: `
lbrace { { { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lgroup ⟮ ulcorner ⌜ llcorner ⌞
llbracket ⟦ lparen ( lBrace ⦃ lmoustache ⎰ lang ⟨`,
	closing: `
rbrace } } } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rgroup ⟯ urcorner ⌝ lrcorner ⌟
rrbracket ⟧ rparen ) rBrace ⦄ rmoustache ⎱ rang ⟩`,
	punct: `ldotp . cdotp ⋅`,
	inner: `ldots … dotsc … dotso … mathellipsis … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ ddots ⋱ iddots ⋰ adots ⋰`,
	op: `
sum ∑ prod ∏ coprod ∐ int ∫ intop ∫ iint ∬ iiint ∭ iiiint ⨌ oint ∮ oiint ∯ oiiint ∰ smallint ∫
bigcup ⋃ bigcap ⋂ bigsqcup ⨆ biguplus ⨄ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigvee ⋁ bigwedge ⋀ bigtimes ⨉`,
}

// symbolTable reads lists of commands and characters by class.
func symbolTable(lists map[class]string) map[string]character {
	out := make(map[string]character, 700)
	for c, list := range lists {
		for _, p := range splitPairs(list) {
			r, _ := utf8.DecodeRuneInString(p[1])
			out[p[0]] = character{r, c}
		}
	}
	return out
}

// splitPairs splits a list into commands with their characters.
func splitPairs(list string) [][2]string {
	f := strings.Fields(list)
	out := make([][2]string, 0, len(f)/2)
	for i := 0; i+1 < len(f); i += 2 {
		out = append(out, [2]string{f[i], f[i+1]})
	}
	return out
}

// bigOperators are the characters that grow in display style.
var bigOperators = runeSet("∑∏∐∫∬∭⨌∮∯∰⋃⋂⨆⨄⨁⨂⨀⋁⋀⨉")

func runeSet(s string) map[rune]bool {
	out := map[rune]bool{}
	for _, r := range s {
		out[r] = true
	}
	return out
}

func isIntegral(r rune) bool { return r >= '∫' && r <= '∳' || r == '⨌' }

// operatorLimits is where TeX puts the scripts of a large operator.
func operatorLimits(r rune) limits {
	if isIntegral(r) {
		return limitsNever
	}
	return limitsDisplay
}

// characters has the characters of the source that are not ordinary as they stand: ASCII as TeX reads it, and all that
// a command names, so that ≤ is as good as \le.
var characters = characterTable()

func characterTable() map[rune]character {
	out := map[rune]character{}
	for _, s := range symbols {
		if have, ok := out[s.r]; !ok || s.cls > have.cls {
			out[s.r] = s // of several classes the last: the same whatever the order
		}
	}
	for r, c := range map[rune]character{
		'+': {'+', bin}, '-': {'−', bin}, '−': {'−', bin}, '*': {'∗', bin}, '·': {'⋅', bin}, '⋅': {'⋅', bin},
		'=': {'=', rel}, '<': {'<', rel}, '>': {'>', rel}, ':': {':', rel},
		'(': {'(', opening}, '[': {'[', opening}, ')': {')', closing}, ']': {']', closing},
		'!': {'!', closing}, '?': {'?', closing}, ',': {',', punct}, ';': {';', punct},
		'/': {'/', ord}, '|': {'|', ord}, '‖': {'‖', ord}, '.': {'.', ord}, '&': {'&', ord}, '"': {'″', ord},
		'△': {'△', ord}, '▽': {'▽', ord}, '⊲': {'⊲', rel}, '⊳': {'⊳', rel}, '†': {'†', bin},
	} {
		out[r] = c
	}
	return out
}

// operatorNames are the named operators; true: with limits in display style.
var operatorNames = map[string]bool{
	"arccos": false, "arcsin": false, "arctan": false, "arg": false, "cos": false, "cosh": false, "cot": false,
	"coth": false, "csc": false, "deg": false, "dim": false, "exp": false, "hom": false, "ker": false, "lg": false,
	"ln": false, "log": false, "sec": false, "sin": false, "sinh": false, "tan": false, "tanh": false,
	"arctg": false, "arcctg": false, "cosec": false, "cotg": false, "ctg": false, "sh": false, "ch": false, "th": false,
	"tg": false, "cth": false, "plim": true,
	"det": true, "gcd": true, "inf": true, "lim": true, "max": true, "min": true, "Pr": true, "sup": true,
	"argmax": true, "argmin": true, "limsup": true, "liminf": true, "injlim": true, "projlim": true,
}

// spacedNames are the named operators that are written with a thin space.
var spacedNames = map[string][2]string{
	"limsup": {"lim", "sup"}, "liminf": {"lim", "inf"}, "injlim": {"inj", "lim"}, "projlim": {"proj", "lim"},
	"argmax": {"arg", "max"}, "argmin": {"arg", "min"},
}

// accents are the commands that put a mark on their argument.
var accents = map[string]accent{
	"hat": {mark: 0x302}, "tilde": {mark: 0x303}, "bar": {mark: 0x304}, "breve": {mark: 0x306}, "dot": {mark: 0x307},
	"ddot": {mark: 0x308}, "dddot": {mark: 0x20DB}, "ddddot": {mark: 0x20DC}, "mathring": {mark: 0x30A},
	"check": {mark: 0x30C}, "acute": {mark: 0x301}, "grave": {mark: 0x300}, "vec": {mark: 0x20D7},
	"widehat": {mark: 0x302, wide: true}, "widetilde": {mark: 0x303, wide: true}, "widecheck": {mark: 0x30C, wide: true},
	"utilde": {mark: 0x330, wide: true, under: true},
}

// stretched are the commands that put a stretched mark over or under their argument.
var stretched = map[string]brace{
	"overbrace": {mark: overBrace}, "underbrace": {mark: underBrace, under: true},
	"overgroup": {mark: '⏠'}, "undergroup": {mark: '⏡', under: true},
	"overbracket": {mark: '⎴'}, "underbracket": {mark: '⎵', under: true},
	"overparen": {mark: '⏜'}, "underparen": {mark: '⏝', under: true},
	"overrightarrow": {mark: '→'}, "overleftarrow": {mark: '←'}, "overleftrightarrow": {mark: '↔'},
	"underrightarrow": {mark: '→', under: true}, "underleftarrow": {mark: '←', under: true},
	"underleftrightarrow": {mark: '↔', under: true},
	"overrightharpoon":    {mark: '⇀'}, "overleftharpoon": {mark: '↼'}, "Overrightarrow": {mark: '⇒'},
}

// arrows are the commands of arrows that stretch over the text above and below them.
var arrows = map[string]rune{
	"xrightarrow": '→', "xleftarrow": '←', "xleftrightarrow": '↔', "xRightarrow": '⇒', "xLeftarrow": '⇐',
	"xLeftrightarrow": '⇔', "xmapsto": '↦', "xhookrightarrow": '↪', "xhookleftarrow": '↩', "xrightharpoonup": '⇀',
	"xrightharpoondown": '⇁', "xleftharpoonup": '↼', "xleftharpoondown": '↽', "xrightleftharpoons": '⇌',
	"xleftrightharpoons": '⇋', "xtwoheadrightarrow": '↠', "xtwoheadleftarrow": '↞', "xlongequal": '=',
	"xtofrom": '⇄', "xrightleftarrows": '⇄', "xleftrightarrows": '⇆', "xleftequilibrium": '⇋', "xrightequilibrium": '⇌',
}

// negated are the characters that have a negated form of their own.
var negated = map[rune]rune{
	'=': '≠', '<': '≮', '>': '≯', '≤': '≰', '≥': '≱', '∈': '∉', '∋': '∌', '⊂': '⊄', '⊃': '⊅', '⊆': '⊈', '⊇': '⊉',
	'≡': '≢', '∼': '≁', '≃': '≄', '≅': '≇', '≈': '≉', '∣': '∤', '|': '∤', '∥': '∦', '‖': '∦', '∃': '∄', '≺': '⊀',
	'≻': '⊁', '⊢': '⊬', '⊨': '⊭', '⊩': '⊮', '←': '↚', '→': '↛', '↔': '↮', '⇐': '⇍', '⇒': '⇏', '⇔': '⇎',
	'≲': '≴', '≳': '≵', '≶': '≸', '≷': '≹', '≼': '⋠', '≽': '⋡', '⊑': '⋢', '⊒': '⋣', '⊲': '⋪', '⊳': '⋫',
}

// spaces are the commands of fixed space, in em (1 em = 18 mu).
var spaces = map[string]float64{
	",": 3. / 18, "thinspace": 3. / 18, ":": 4. / 18, ">": 4. / 18, "medspace": 4. / 18, ";": 5. / 18,
	"thickspace": 5. / 18, "!": -3. / 18, "negthinspace": -3. / 18, "negmedspace": -4. / 18, "negthickspace": -5. / 18,
	" ": 1. / 3, "space": 1. / 3, "nobreakspace": 1. / 3, "enspace": .5, "enskip": .5, "quad": 1, "qquad": 2,
	"/": 0, "relax": 0, "allowbreak": 0, "nobreak": 0,
}
