package tex

// An alphabet is one of the mathematical alphabets of Unicode. The zero alphabet sets Latin letters and small Greek ones
// in italic and everything else upright.
type alphabet int8

const (
	alphabetNone alphabet = iota
	alphabetRoman
	alphabetItalic
	alphabetBold
	alphabetBoldItalic
	alphabetDouble
	alphabetScript
	alphabetFraktur
	alphabetSans
	alphabetSansBold
	alphabetMono
	alphabetSansItalic
	alphabetSansBoldItalic
)

// alphabetCommands take an argument; declarations (\bf) hold to the end of their group.
var (
	alphabetCommands = map[string]alphabet{
		"mathrm": alphabetRoman, "mathup": alphabetRoman, "mathnormal": alphabetNone, "mathit": alphabetItalic,
		"mathbf": alphabetBold, "mathbfup": alphabetBold, "boldsymbol": alphabetBoldItalic, "bm": alphabetBoldItalic,
		"mathbfit": alphabetBoldItalic, "pmb": alphabetBoldItalic, "mathbb": alphabetDouble, "Bbb": alphabetDouble,
		"mathcal": alphabetScript, "mathscr": alphabetScript, "mathfrak": alphabetFraktur, "frak": alphabetFraktur,
		"mathsf": alphabetSans, "bold": alphabetBold, "mathsfit": alphabetSansItalic, "mathbfsfit": alphabetSansBoldItalic, "mathsfup": alphabetSans, "mathbfsf": alphabetSansBold, "mathtt": alphabetMono,
	}
	alphabetDeclarations = map[string]alphabet{
		"rm": alphabetRoman, "it": alphabetItalic, "bf": alphabetBold, "cal": alphabetScript, "sf": alphabetSans,
		"tt": alphabetMono,
	}
)

// block is where an alphabet's letters begin; 0 for a kind of letter that it does not have.
type block struct{ upper, lower, digit, Upper, Lower rune } // Latin, then digits, then Greek

var blocks = [...]block{
	alphabetItalic:         {0x1D434, 0x1D44E, 0, 0x1D6E2, 0x1D6FC},
	alphabetBold:           {0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2},
	alphabetBoldItalic:     {0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736},
	alphabetDouble:         {0x1D538, 0x1D552, 0x1D7D8, 0, 0},
	alphabetScript:         {0x1D49C, 0x1D4B6, 0, 0, 0},
	alphabetFraktur:        {0x1D504, 0x1D51E, 0, 0, 0},
	alphabetSans:           {0x1D5A0, 0x1D5BA, 0x1D7E2, 0, 0},
	alphabetSansBold:       {0x1D5D4, 0x1D5EE, 0x1D7EC, 0x1D756, 0x1D770},
	alphabetSansItalic:     {0x1D608, 0x1D622, 0, 0, 0},
	alphabetSansBoldItalic: {0x1D63C, 0x1D656, 0, 0x1D790, 0x1D7AA},
	alphabetMono:           {0x1D670, 0x1D68A, 0x1D7F6, 0, 0},
}

// elsewhere are the letters that Unicode had before it had the alphabets.
var elsewhere = map[rune]rune{
	0x1D455: 'ℎ', 0x1D49D: 'ℬ', 0x1D4A0: 'ℰ', 0x1D4A1: 'ℱ', 0x1D4A3: 'ℋ', 0x1D4A4: 'ℐ', 0x1D4A7: 'ℒ', 0x1D4A8: 'ℳ',
	0x1D4AD: 'ℛ', 0x1D4BA: 'ℯ', 0x1D4BC: 'ℊ', 0x1D4C4: 'ℴ', 0x1D506: 'ℭ', 0x1D50B: 'ℌ', 0x1D50C: 'ℑ', 0x1D515: 'ℜ',
	0x1D51D: 'ℨ', 0x1D53A: 'ℂ', 0x1D53F: 'ℍ', 0x1D545: 'ℕ', 0x1D547: 'ℙ', 0x1D548: 'ℚ', 0x1D549: 'ℝ', 0x1D551: 'ℤ',
}

// greekVariants follow the Greek letters of each alphabet that has them, in this order: first ∇ before the small
// letters, then these behind them.
const greekVariants = "∂ϵϑϰϕϱϖ"

// letter returns r in the alphabet, r itself when the alphabet does not have it.
func (a alphabet) letter(r rune) rune {
	b := block{}
	if int(a) < len(blocks) {
		b = blocks[a]
	}
	from := func(start, first rune) rune {
		if start == 0 {
			return r
		}
		v := start + r - first
		if other, ok := elsewhere[v]; ok {
			return other
		}
		return v
	}
	switch {
	case r >= 'A' && r <= 'Z':
		return from(b.upper, 'A')
	case r >= 'a' && r <= 'z':
		return from(b.lower, 'a')
	case r >= '0' && r <= '9':
		return from(b.digit, '0')
	case r >= 'Α' && r <= 'Ω':
		return from(b.Upper, 'Α')
	case r >= 'α' && r <= 'ω':
		return from(b.Lower, 'α')
	case r == 'ı' && a == alphabetItalic:
		return 0x1D6A4
	case r == 'ȷ' && a == alphabetItalic:
		return 0x1D6A5
	case b.Lower != 0:
		i := rune(0)
		for _, v := range greekVariants {
			if v == r {
				return b.Lower + 25 + i
			}
			i++
		}
	}
	return r
}

func lowerGreek(r rune) bool {
	if r >= 'α' && r <= 'ω' {
		return true
	}
	for _, v := range greekVariants {
		if v == r {
			return true
		}
	}
	return false
}
