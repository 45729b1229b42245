package tex

import "strings"

// builtin are the commands that are short for others; a # behind a name counts a parameter.
var builtin = builtinMacros(map[string]string{
	"iff": `\;\Longleftrightarrow\;`, "implies": `\;\Longrightarrow\;`, "impliedby": `\;\Longleftarrow\;`,
	"bmod":  `\mkern1mu\mathbin{\mathrm{mod}}\mkern1mu`,
	"pmod#": `\mathchoice{\mkern18mu}{\mkern8mu}{\mkern8mu}{\mkern8mu}(\mathrm{mod}\mkern6mu#1)`,
	"pod#":  `\mathchoice{\mkern18mu}{\mkern8mu}{\mkern8mu}{\mkern8mu}(#1)`,
	"mod#":  `\mathchoice{\mkern18mu}{\mkern12mu}{\mkern12mu}{\mkern12mu}\mathrm{mod}\,\,#1`,
	"bra#":  `\mathinner{\langle{#1}|}`, "ket#": `\mathinner{|{#1}\rangle}`, "Bra#": `\left\langle{#1}\right|`,
	"Ket#": `\left|{#1}\right\rangle`, "braket#": `\mathinner{\langle{#1}\rangle}`,
	"abs#": `\left|{#1}\right|`, "norm#": `\left\lVert{#1}\right\rVert`,
	"R": `\mathbb{R}`, "N": `\mathbb{N}`, "Z": `\mathbb{Z}`, "Q": `\mathbb{Q}`, "C": `\mathbb{C}`, "E": `\mathbb{E}`,
	"reals": `\mathbb{R}`, "natnums": `\mathbb{N}`,
	"varlimsup": `\mathop{\overline{\mathrm{lim}}}`, "varliminf": `\mathop{\underline{\mathrm{lim}}}`,
	"varinjlim": `\mathop{\underrightarrow{\mathrm{lim}}}`, "varprojlim": `\mathop{\underleftarrow{\mathrm{lim}}}`,
	"TeX":    `\textrm{T\hspace{-.1667em}\raisebox{-.5ex}{E}\hspace{-.125em}X}`,
	"LaTeX":  `\textrm{L\hspace{-.35em}\raisebox{.2em}{\scriptsize A}\hspace{-.15em}}\TeX`,
	"KaTeX":  `\textrm{K\hspace{-.17em}\raisebox{.2em}{\scriptsize A}\hspace{-.15em}}\TeX`,
	"colon":  `\mkern2mu{:}\mkern6mu`, // amsmath's
	"models": `\mathrel{|\mkern-3mu{=}}`,
	"dd":     `\mathop{}\!\mathrm{d}`,

	// amssymb: relations with a stroke through them.
	"ngeqq": `\not\geqq`, "nleqq": `\not\leqq`, "ngeqslant": `\not\geqslant`, "nleqslant": `\not\leqslant`,
	"npreceq": `\not\preceq`, "nsucceq": `\not\succeq`, "nsubseteqq": `\not\subseteqq`, "nsupseteqq": `\not\supseteqq`,

	// mathtools and colonequals: what begins or ends with colons.
	"approxcolon": `\approx\mathrel{\mkern-1mu}\vcentcolon`, "colonapprox": `\vcentcolon\mathrel{\mkern-1mu}\approx`,
	"approxcoloncolon": `\approx\mathrel{\mkern-1mu}\dblcolon`, "coloncolonapprox": `\dblcolon\mathrel{\mkern-1mu}\approx`,
	"Colonapprox": `\dblcolon\mathrel{\mkern-1mu}\approx`,
	"colonsim":    `\vcentcolon\mathrel{\mkern-1mu}\sim`, "coloncolonsim": `\dblcolon\mathrel{\mkern-1mu}\sim`,
	"Colonsim": `\dblcolon\mathrel{\mkern-1mu}\sim`,
	"simcolon": `\sim\mathrel{\mkern-1mu}\vcentcolon`, "simcoloncolon": `\sim\mathrel{\mkern-1mu}\dblcolon`,
	"colonminus": `\vcentcolon\mathrel{\mkern-1mu}\mathrel{-}`, "coloncolonminus": `\dblcolon\mathrel{\mkern-1mu}\mathrel{-}`,
	"Coloneq": `\dblcolon\mathrel{\mkern-1mu}\mathrel{-}`, "eqcolon": `\mathrel{-}\mathrel{\mkern-1mu}\vcentcolon`,
	"minuscolon": `\mathrel{-}\mathrel{\mkern-1mu}\vcentcolon`, "minuscoloncolon": `\mathrel{-}\mathrel{\mkern-1mu}\dblcolon`,
	"Eqcolon":  `\mathrel{-}\mathrel{\mkern-1mu}\dblcolon`,
	"Coloneqq": `\dblcolon\mathrel{\mkern-1mu}=`, "coloncolonequals": `\dblcolon\mathrel{\mkern-1mu}=`,
	"Eqqcolon": `=\mathrel{\mkern-1mu}\dblcolon`, "equalscoloncolon": `=\mathrel{\mkern-1mu}\dblcolon`,
	"ordinarycolon": `:`, "minuso": `\mathbin{\mathrlap{\mkern3mu\circ}-}`,

	"varGamma": `\mathit{\Gamma}`, "varDelta": `\mathit{\Delta}`, "varTheta": `\mathit{\Theta}`, "varLambda": `\mathit{\Lambda}`,
	"varXi": `\mathit{\Xi}`, "varPi": `\mathit{\Pi}`, "varSigma": `\mathit{\Sigma}`, "varUpsilon": `\mathit{\Upsilon}`,
	"varPhi": `\mathit{\Phi}`, "varPsi": `\mathit{\Psi}`, "varOmega": `\mathit{\Omega}`,

	"dotsx": `\ldots\,`, "lq": "`", "rq": `'`, "angln": `\angl{n}`, "TextOrMath##": `#2`,
	"textcopyright": `\copyright`, "textregistered": `\circledR`,
	"DOTSB": ``, "DOTSI": ``, "DOTSX": ``, "bgroup": `{`, "egroup": `}`,
})

// builtinMacros reads the table above.
func builtinMacros(m map[string]string) map[string]macro {
	out := make(map[string]macro, len(m))
	for name, body := range m {
		n := strings.TrimRight(name, "#")
		out[n] = macro{params: len(name) - len(n), body: tokens(body)}
	}
	return out
}

// notSupported are the commands of KaTeX that are not set here, with the reason: they are shown as their source, and
// reported, like any other unknown command. TestKaTeX holds that no other one is.
var notSupported = map[string]string{
	"includegraphics": "images stand outside of formulas",
	"futurelet":       "a command for writers of packages", "expandafter": "a command for writers of packages",
	"noexpand": "a command for writers of packages", "tmspace": "a command for writers of packages",
	"message": "formulas print nothing", "errmessage": "formulas print nothing", "show": "formulas print nothing",
	"verb": "code stands outside of formulas",
	"(":    "formulas stand between dollars", ")": "formulas stand between dollars", "]": "formulas stand between dollars",
	"CD": "an environment for diagrams of arrows, which coursework draws",
}

// A reason says in both languages what to do instead of a command.
type reason struct{ ko, en string }

// insteadOf are the commands that have their place elsewhere in a note.
var insteadOf = map[string]reason{
	"includegraphics": {"그림은 식 밖에 ![설명](파일)로 넣으세요.", "Put images outside of formulas, as ![text](file)."},
	"ref":             {"식 밖에서 @eq-이름으로 가리키세요.", "Refer to it in the text, as @eq-name."},
	"eqref":           {"식 밖에서 @eq-이름으로 가리키세요.", "Refer to it in the text, as @eq-name."},
	"cite":            {"식 밖에서 인용하세요.", "Cite in the text, outside of formulas."},
	"usepackage":      {"패키지는 필요하지 않습니다. 지우세요.", "No package is needed; leave it out."},
	"verb":            {"코드는 식 밖에 `코드`로 쓰세요.", "Write code outside of formulas, as `code`."},
	"section":         {"제목은 #으로 쓰세요.", "Write headings with #."},
	"item":            {"목록은 식 밖에서 -로 쓰세요.", "Write lists outside of formulas, with -."},
	"(":               {"식은 $…$로 쓰세요.", "Write formulas as $…$."}, ")": {"식은 $…$로 쓰세요.", "Write formulas as $…$."},
	"[": {"식은 $$…$$로 쓰세요.", "Write formulas as $$…$$."}, "]": {"식은 $$…$$로 쓰세요.", "Write formulas as $$…$$."},
}
