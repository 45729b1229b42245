package frontend

import (
	"go/token"
	"slices"
	"strings"
)

// hint returns one more sentence for what beginners write, "" when there is none that is sure to fit.
func (x *syntaxError) hint() (ko, en string) {
	for _, h := range syntaxHints {
		if h.fits(x) {
			return h.ko, h.en
		}
	}
	return "", ""
}

// A syntaxHint is a sentence about what somebody who knows another language, or none, writes.
type syntaxHint struct {
	fits   func(*syntaxError) bool
	ko, en string
}

// word tells whether the statement begins with one of some names.
func word(names ...string) func(*syntaxError) bool {
	return func(x *syntaxError) bool {
		t := x.statement(0)
		return t.tok == token.IDENT && slices.Contains(names, t.lit)
	}
}

// says tells whether the parser's message contains one of some texts.
func says(texts ...string) func(*syntaxError) bool {
	return func(x *syntaxError) bool {
		return slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(x.said, t) })
	}
}

func (x *syntaxError) first(toks ...token.Token) bool {
	return slices.Contains(toks, x.statement(0).tok)
}

func (x *syntaxError) name(by int, names ...string) bool {
	t := x.tok(by)
	return t.tok == token.IDENT && slices.Contains(names, t.lit)
}

// syntaxHints are tried in order.
var syntaxHints = []syntaxHint{
	{
		word("while", "until"),
		"Go에는 while이 없습니다. for 조건 { … } 로 쓰세요.", "Go has no while; write for condition { … }.",
	},
	{
		word("elif", "elsif", "elseif"),
		"Go에서는 } else if 조건 { 로 쓰세요.", "In Go this is } else if condition {.",
	},
	{
		word("def", "function", "fn", "fun"),
		"함수는 func 이름(x int) int { … } 로 선언합니다.", "A function is declared with func name(x int) int { … }.",
	},
	{
		word("let", "auto", "val", "int", "float", "double", "float64", "float32", "string", "bool", "char", "String", "uint", "int64"),
		"변수는 x := 3 또는 var x int = 3 처럼 선언합니다. 이름이 타입보다 먼저 옵니다.", "A variable is declared with x := 3 or var x int = 3; the name comes before the type.",
	},
	{
		says("'?'"),
		"Go에는 조건 연산자 ? : 가 없습니다. if와 else를 쓰세요.", "Go has no ?: operator; use if and else.",
	},
	{
		func(x *syntaxError) bool {
			return x.tok(0).tok == token.DEFINE && x.first(token.VAR, token.CONST)
		},
		"var와 const에는 = 을 씁니다. var x = 1 또는 x := 1 로 쓰세요.", "var and const take =; write var x = 1, or x := 1.",
	},
	{
		func(x *syntaxError) bool {
			t := x.tok(0).tok
			return (t == token.INC || t == token.DEC) && strings.Contains(x.said, "expected statement")
		},
		"++와 --는 변수 뒤에만 씁니다. i++ 로 쓰세요.", "++ and -- stand behind the variable; write i++.",
	},
	{
		func(x *syntaxError) bool {
			return x.found() == "newline" && x.first(token.IF, token.FOR, token.SWITCH) && !strings.Contains(x.said, "operand")
		},
		"여는 중괄호 { 는 if나 for와 같은 줄 끝에 써야 합니다.", "The opening brace { must end the line of the if or for.",
	},
	{
		func(x *syntaxError) bool {
			before := x.tok(-1).tok
			return x.tok(0).tok == token.INC || x.tok(0).tok == token.DEC || before == token.INC || before == token.DEC
		},
		"i++와 i--는 값이 없는 문장입니다. 따로 한 줄에 쓰세요.", "i++ and i-- are statements without a value; put them on a line of their own.",
	},
	{
		says("rune literal"),
		"문자열에는 큰따옴표를 씁니다. 작은따옴표는 'a'처럼 글자 하나에만 씁니다.", "Strings take double quotes; single quotes are for one character, as in 'a'.",
	},
	{
		func(x *syntaxError) bool { _, text, ok := x.assignment(); return ok && strings.Contains(text, ":=") },
		"조건이 없습니다. if x := f(); x > 0 { 처럼 세미콜론 뒤에 조건을 쓰세요.", "The condition is missing: write it after a semicolon, as in if x := f(); x > 0 {",
	},
	{
		func(x *syntaxError) bool { _, _, ok := x.assignment(); return ok },
		"비교에는 == 를 씁니다. = 는 값을 넣는 기호입니다.", "Compare with ==; a single = assigns.",
	},
	{
		says("expression in go must", "expression in defer must"),
		"go와 defer 뒤에는 함수 호출이 옵니다. 괄호를 붙이세요.", "go and defer take a call: add the parentheses.",
	},
	{
		says("string literal not terminated"),
		"문자열을 닫는 따옴표가 없습니다. 여러 줄 문자열은 백틱(`)으로 감싸세요.", "The closing quote is missing; a string of several lines stands between backquotes (`).",
	},
	{
		says("curly quotation", "U+2018", "U+2019", "U+201C", "U+201D"),
		"둥근따옴표가 들어 있습니다. 키보드의 곧은 큰따옴표(\")로 바꾸세요.", "These are curly quotes; use the straight \" of the keyboard.",
	},
	{
		func(x *syntaxError) bool { return x.tok(0).tok == token.ELSE },
		"else는 앞의 닫는 중괄호와 같은 줄에 써야 합니다: } else {", "else must stand on the line of the closing brace: } else {",
	},
	{
		func(x *syntaxError) bool { return x.first(token.FOR) && x.name(0, "in", "of") },
		"반복은 for i, x := range xs { … } 로 씁니다.", "Loop with for i, x := range xs { … }.",
	},
	{
		func(x *syntaxError) bool {
			return x.first(token.FOR) && x.statement(1).tok == token.LPAREN && x.tok(0).tok == token.DEFINE
		},
		"for 뒤에는 괄호를 쓰지 않습니다: for i := 0; i < 3; i++ {", "for takes no parentheses: for i := 0; i < 3; i++ {",
	},
	{
		func(x *syntaxError) bool { return x.name(0, "and", "or", "not") || x.name(-1, "not", "and", "or") },
		"Go에서는 and 대신 &&, or 대신 ||, not 대신 ! 를 씁니다.", "In Go, and is &&, or is ||, not is !.",
	},
	{
		func(x *syntaxError) bool {
			return x.first(token.IF) && x.statement(1).tok == token.LPAREN && x.tok(-1).tok == token.RPAREN && x.tok(0).tok != token.LBRACE
		},
		"if의 본문은 한 줄이어도 중괄호로 감싸야 하고, 조건에는 괄호가 필요 없습니다.", "The body of an if needs braces even when it is one line; the condition needs no parentheses.",
	},
	{
		func(x *syntaxError) bool {
			return x.tok(-1).tok == token.ASSIGN && (x.tok(0).tok == token.GTR || x.tok(0).tok == token.LSS) ||
				x.tok(0).tok == token.ASSIGN && (x.tok(1).tok == token.GTR || x.tok(1).tok == token.LSS)
		},
		"비교는 >= 와 <= 로 씁니다. = 가 뒤에 옵니다.", "The comparisons are >= and <=, with = second.",
	},
	{
		func(x *syntaxError) bool { return x.tok(0).tok == token.ASSIGN && x.tok(-1).tok == token.ASSIGN },
		"== 는 사이를 띄지 않고 씁니다.", "Write == without a space.",
	},
	{
		func(x *syntaxError) bool { return x.tok(0).tok == token.ASSIGN && x.tok(-1).tok == token.COLON },
		":= 는 사이를 띄지 않고 씁니다.", "Write := without a space.",
	},
	{
		func(x *syntaxError) bool {
			return x.tok(0).tok == token.LBRACE && strings.Contains(x.said, "operand") && slices.Contains([]token.Token{token.ASSIGN, token.DEFINE, token.COMMA, token.LPAREN, token.RETURN}, x.tok(-1).tok)
		},
		"값의 목록 앞에는 타입을 씁니다: []int{1, 2, 3}", "A list of values begins with its type: []int{1, 2, 3}",
	},
	{
		func(x *syntaxError) bool {
			return x.tok(-2).tok == token.LBRACK && x.tok(0).tok == token.COMMA
		},
		"슬라이스는 []int{1, 2, 3} 처럼 타입과 중괄호로 씁니다.", "A slice is written with its type and braces: []int{1, 2, 3}",
	},
	{
		func(x *syntaxError) bool { return x.tok(-1).tok == token.LBRACK && x.tok(0).tok == token.RBRACK },
		"배열 괄호는 타입 앞에 씁니다: []int", "The brackets stand before the type: []int",
	},
	{
		func(x *syntaxError) bool {
			t := x.tok(0).tok
			return (t == token.STRING || t == token.INT || t == token.FLOAT) && x.tok(-1).tok == token.IDENT && x.statement(1).off == x.tok(0).off
		},
		"함수는 괄호와 함께 호출합니다: fmt.Println(\"hello\")", "A function is called with parentheses: fmt.Println(\"hello\")",
	},
	{
		func(x *syntaxError) bool {
			return x.tok(-1).tok == token.FUNC && x.tok(0).tok == token.IDENT
		},
		"함수 안에서는 이름 있는 함수를 선언할 수 없습니다. f := func() { … } 로 쓰세요.", "A function cannot be declared inside another; write f := func() { … }.",
	},
	{
		func(x *syntaxError) bool {
			return x.first(token.CASE, token.DEFAULT) && strings.Contains(x.said, "':'")
		},
		"case와 default 뒤에는 콜론(:)을 씁니다.", "case and default end with a colon.",
	},
	{
		func(x *syntaxError) bool {
			m := missing.FindStringSubmatch(x.said)
			next := x.tok(1).tok
			return m != nil && x.found() == "newline" && (next == token.RPAREN || next == token.RBRACE || next == token.RBRACK)
		},
		"여러 줄로 쓸 때는 마지막 줄 끝에도 쉼표가 필요합니다. 또는 닫는 괄호를 같은 줄에 두세요.", "In a list of several lines the last line ends with a comma too; or put the closing bracket on that line.",
	},
	{
		func(x *syntaxError) bool {
			return missing.MatchString(x.said) && (x.found() == "EOF" || x.found() == "newline")
		},
		"괄호를 닫지 않았거나 줄 끝에 쉼표가 빠졌습니다.", "A bracket is not closed, or a comma is missing at the end of the line.",
	},
	{
		func(x *syntaxError) bool { return missing.MatchString(x.said) },
		"값 사이에 쉼표가 필요합니다.", "The values need a comma between them.",
	},
	{
		func(x *syntaxError) bool {
			return strings.HasPrefix(x.said, "unexpected ") && len(x.said) == len("unexpected ")+1
		},
		"짝이 없는 닫는 괄호입니다. 여는 괄호가 빠졌거나 하나 더 닫았습니다.", "This bracket closes nothing: one is missing before it, or it is one too many.",
	},
	{
		func(x *syntaxError) bool { return x.atEnd && unclosed(x.toks) },
		"괄호를 닫지 않았습니다.", "A bracket is not closed.",
	},
	{
		func(x *syntaxError) bool { return x.atEnd && strings.Contains(x.said, "operand") },
		"식이 끝나지 않았습니다. 연산자나 = 뒤에 값이 필요합니다.", "The expression is not finished: a value must follow the operator or =.",
	},
}
