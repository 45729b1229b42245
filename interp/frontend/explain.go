package frontend

import (
	"strings"
)

// An explanation is one more sentence for beginners about errors whose message contains key.
type explanation struct{ key, ko, en string }

var explanations = []explanation{
	{"label ", "쓰이지 않거나 없는 레이블입니다.", "The label is unused or missing."},
	{"imported and not used", "쓰지 않는 import입니다. 지워도 됩니다.", "Nothing uses this import; it can go."},
	{"declared and not used", "선언했지만 쓰지 않는 변수입니다.", "The variable is declared but nothing reads it."},
	{"undefined: ", "이 이름은 위쪽 셀에도 이 셀에도 없습니다. 철자와 대소문자를 확인하고, 선언한 셀이 위에 있는지 보세요.", "Neither this cell nor one above it declares the name; check spelling and case, and that the declaring cell stands above."},
	{"undefined (type", "그 타입에는 이런 필드나 메서드가 없습니다. 대소문자를 확인하세요.", "The type has no such field or method; check the case of its first letter."},
	{"untyped nil)", "이 타입의 값은 nil일 수 없습니다. nil은 포인터, 슬라이스, 맵, 채널, 함수, 인터페이스에만 쓸 수 있습니다.", "A value of this type is never nil; nil is only for pointers, slices, maps, channels, functions and interfaces."},
	{"use of untyped nil", "nil만으로는 타입을 알 수 없습니다. var x *T 처럼 타입을 적으세요.", "nil alone has no type; write one, as in var x *T."},
	{"not enough return values", "return에 쓴 값의 수가 함수가 돌려주기로 한 수보다 적습니다. have와 want를 비교하세요.", "return gives fewer values than the function promises; compare have and want."},
	{"too many return values\n\thave (", "return에 쓴 값의 수가 함수가 돌려주기로 한 수보다 많습니다. have와 want를 비교하세요.", "return gives more values than the function promises; compare have and want."},
	{"cannot call pointer method", "맵이나 함수가 돌려준 값은 주소가 없어 포인터 메서드를 부를 수 없습니다. 변수에 꺼내 부른 뒤 다시 넣거나, 맵에 포인터를 담으세요.", "What a map or a call gives has no address for a pointer method; take it into a variable first, or keep pointers in the map."},
	{"cannot assign to struct field", "맵에 든 구조체의 필드는 바로 바꿀 수 없습니다. 꺼내서 바꾼 뒤 다시 넣으세요.", "A field of a struct in a map cannot be set in place; take it out, change it, put it back."},
	{"and untyped string)", "문자열과 다른 타입은 섞을 수 없습니다. fmt.Sprint(x) 로 문자열을 만드세요.", "A string does not mix with another type; make a string with fmt.Sprint(x)."},
	{"mismatched types untyped string and", "문자열과 다른 타입은 섞을 수 없습니다. fmt.Sprint(x) 로 문자열을 만드세요.", "A string does not mix with another type; make a string with fmt.Sprint(x)."},
	{"and string)", "문자열과 다른 타입은 섞을 수 없습니다. fmt.Sprint(x) 로 문자열을 만드세요.", "A string does not mix with another type; make a string with fmt.Sprint(x)."},
	{"value in variable declaration (truncated)", "소수 부분이 있는 값은 정수에 담을 수 없습니다. float64 변수를 쓰세요.", "An integer cannot hold a fraction; use a float64."},
	{"(truncated)", "소수 부분이 있는 값은 정수에 담을 수 없습니다. float64 변수를 쓰거나 int(x) 로 버리세요.", "An integer cannot hold a fraction; use a float64, or drop it with int(x)."},
	{"(overflows)", "값이 이 타입의 범위를 넘습니다.", "The value does not fit the type."},
	{"has pointer receiver)", "메서드가 포인터 리시버를 씁니다. 값 대신 & 를 붙인 주소를 넘기세요.", "The method has a pointer receiver; give the address with & instead of the value."},
	{"missing function body", "함수에 본문이 없습니다. 여는 중괄호 { 를 func와 같은 줄에 쓰세요.", "The function has no body; its { must stand on the line of func."},
	{"break is not in a loop", "break는 for, switch, select 안에서만 쓸 수 있습니다.", "break works only inside for, switch and select."},
	{"continue is not in a loop", "continue는 for 안에서만 쓸 수 있습니다.", "continue works only inside for."},
	{"cannot indirect", "* 는 포인터에만 붙일 수 있습니다.", "* works on pointers only."},
	{"invalid map key type", "맵의 키는 ==로 비교할 수 있는 타입이어야 합니다. 슬라이스, 맵, 함수는 키가 될 수 없습니다.", "Keys of maps must be comparable with ==; slices, maps and functions are not."},
	{"non-local type", "메서드는 노트에서 선언한 타입에만 붙일 수 있습니다. type T int 처럼 새 타입을 만드세요.", "Methods belong to types that the note declares; make one, as in type T int."},
	{"missing init expr", "상수에는 값이 필요합니다: const n = 10", "A constant needs a value: const n = 10"},
	{"is not a function", "함수가 아닌 것을 호출했습니다. 괄호를 빼거나 같은 이름의 변수를 확인하세요.", "Only functions can be called; drop the parentheses, or look for a variable of the same name."},
	{"permits only one iteration variable", "이 range는 변수를 하나만 줍니다: for i := range n", "This range gives one variable: for i := range n"},
	{"permits no iteration variables", "이 range는 변수를 주지 않습니다: for range n", "This range gives no variable: for range n"},
	{"for built-in len", "len은 문자열, 슬라이스, 배열, 맵, 채널에만 쓸 수 있습니다.", "len works on strings, slices, arrays, maps and channels."},
	{"is not an expression", "여기에는 값이 필요한데 타입을 썼습니다.", "A value is wanted here, not a type."},
	{"(no value) used as value", "값을 돌려주지 않는 함수입니다. 결과를 쓰지 말고 한 줄로 부르세요.", "The function returns nothing; call it on a line of its own."},
	{"operator && not defined", "&& 와 || 는 bool에만 쓸 수 있습니다. 비교식으로 바꾸세요: a != 0", "&& and || work on bool only; compare first: a != 0"},
	{"operator || not defined", "&& 와 || 는 bool에만 쓸 수 있습니다. 비교식으로 바꾸세요: a != 0", "&& and || work on bool only; compare first: a != 0"},
	{"as []any value", "[]T는 []any가 될 수 없습니다. 반복문으로 하나씩 옮기세요.", "A []T is no []any; copy the elements in a loop."},
	{"mismatched types int and float64", "정수와 실수를 바로 섞어 계산할 수 없습니다. float64(x) 로 바꾸세요.", "Integers and floats do not mix; convert with float64(x)."},
	{"mismatched types float64 and int", "정수와 실수를 바로 섞어 계산할 수 없습니다. float64(x) 로 바꾸세요.", "Integers and floats do not mix; convert with float64(x)."},
	{"mismatched types float32 and float64", "float32와 float64는 다른 타입입니다. 한쪽을 변환하세요.", "float32 and float64 are different types; convert one of them."},
	{"mismatched types string and", "문자열은 다른 타입과 섞거나 비교할 수 없습니다. fmt.Sprint 로 문자열을 만들거나 strconv.Atoi 로 숫자를 만드세요.", "A string does not mix or compare with another type; make a string with fmt.Sprint, or a number with strconv.Atoi."},
	{"mismatched types", "양쪽의 타입이 같아야 합니다. 한쪽을 변환하세요.", "Both sides must have the same type; convert one of them."},
	{"missing return", "값을 돌려주는 함수는 모든 경로가 return으로 끝나야 합니다.", "Every path of a function with a result must end in return."},
	{"no new variables on left side of :=", "이미 선언된 변수입니다. := 대신 = 을 쓰세요.", "The variable exists already; use = instead of :=."},
	{"truncated to", "소수 부분이 없어지는 변환입니다. 실수형 변수를 쓰거나 int(x) 로 바꾸세요.", "The constant has a fraction that the type cannot hold."},
	{"constant overflow", "값이 이 타입의 범위를 넘습니다.", "The value does not fit the type."},
	{"overflows", "값이 이 타입의 범위를 넘습니다.", "The value does not fit the type."},
	{"not enough arguments in call", "인자의 수가 모자랍니다.", "The call needs more arguments; compare have and want."},
	{"too many arguments in call", "인자의 수가 너무 많습니다.", "The call has too many arguments; compare have and want."},
	{"assignment mismatch", "왼쪽 변수의 수와 오른쪽 값의 수가 같아야 합니다.", "The number of variables must equal the number of values."},
	{"missing method", "인터페이스가 요구하는 메서드가 없습니다.", "The type lacks a method that the interface asks for."},
	{"cannot use nil as", "nil은 포인터, 슬라이스, 맵, 채널, 함수, 인터페이스에만 쓸 수 있습니다.", "nil is only for pointers, slices, maps, channels, functions and interfaces."},
	{"(untyped string constant) as int value", "숫자가 필요한데 문자열을 썼습니다. 따옴표를 빼거나 strconv.Atoi 로 바꾸세요.", "A number is wanted here, not a string; drop the quotes, or convert with strconv.Atoi."},
	{"(untyped string constant) as float64 value", "숫자가 필요한데 문자열을 썼습니다. 따옴표를 빼거나 strconv.ParseFloat 로 바꾸세요.", "A number is wanted here, not a string; drop the quotes, or convert with strconv.ParseFloat."},
	{"type string) as int value", "문자열을 숫자로 바꾸려면 strconv.Atoi 를 쓰세요.", "strconv.Atoi makes a number of a string."},
	{"as string value in", "문자열이 필요합니다. fmt.Sprint(x) 로 바꿀 수 있습니다.", "A string is wanted here; fmt.Sprint(x) makes one."},
	{"as float64 value in", "float64가 필요합니다. float64(x) 로 바꾸세요.", "A float64 is wanted here; convert with float64(x)."},
	{"as int value in", "int가 필요합니다. int(x) 로 바꾸세요.", "An int is wanted here; convert with int(x)."},
	{"cannot use", "값의 타입이 필요한 타입과 다릅니다.", "The value's type is not the one wanted here."},
	{"non-boolean condition", "조건은 bool이어야 합니다. 비교 연산자를 쓰세요.", "A condition must be a bool; compare with == or another operator."},
	{"is not used", "계산한 값을 쓰지 않습니다. 변수에 넣거나 출력하세요.", "The value is computed but not used; assign or print it."},
	{"redeclared in this block", "한 셀 안에서 같은 이름을 두 번 선언했습니다.", "The cell declares this name twice."},
	{"initialization cycle", "서로를 필요로 하는 선언입니다.", "The declarations need each other's values."},
	{"invalid operation: operator ! not defined", "! 는 bool에만 쓸 수 있습니다.", "! works on bool only."},
	{"operator % not defined", "% 는 정수에만 쓸 수 있습니다. 실수에는 math.Mod 를 쓰세요.", "% works on integers; use math.Mod for floats."},
	{"division by zero", "0으로 나눌 수 없습니다.", "Division by the constant zero."},
	{"cannot assign to", "여기에는 값을 넣을 수 없습니다.", "This cannot be assigned to."},
	{"cannot range over", "이 값은 range로 돌 수 없습니다.", "range does not work on this value."},
	{"impossible type assertion", "이 타입은 그 인터페이스를 구현하지 않습니다.", "The type does not implement the interface."},
	{"is not an interface", "타입 단언은 인터페이스 값에만 쓸 수 있습니다.", "Type assertions work on interface values only."},
	{"cannot infer", "타입 인자를 추론할 수 없습니다. 대괄호에 직접 적으세요.", "Write the type arguments in brackets."},
	{"does not satisfy", "타입 인자가 제약을 만족하지 않습니다.", "The type argument does not meet the constraint."},
	{"cannot use generic", "제네릭은 타입 인자를 주어야 쓸 수 있습니다.", "A generic needs its type arguments here."},
	{"without selector", "패키지 이름은 혼자 쓸 수 없습니다. 뒤에 점과 이름을 붙이세요.", "A package name needs a dot and a name after it."},
	{"not exported by package", "소문자로 시작하는 이름은 패키지 밖에서 쓸 수 없습니다.", "Names that begin with a small letter are private to their package."},
	{"name not exported", "소문자로 시작하는 이름은 패키지 밖에서 쓸 수 없습니다.", "Names that begin with a small letter are private to their package."},
	{"missing argument in conversion", "변환할 값이 없습니다.", "The conversion needs a value."},
	{"to type interface{Error() string}", "오류의 내용은 err.Error() 로 얻습니다. 오류끼리는 errors.Is(err, 다른오류) 로 비교하세요.", "err.Error() is the text of an error; compare errors with errors.Is."},
	{"cannot convert \"", "문자열은 다른 타입의 값과 비교하거나 섞을 수 없습니다.", "A string cannot be compared or mixed with a value of another type."},
	{"cannot convert", "이 타입으로는 변환할 수 없습니다.", "There is no conversion between these types."},
	{"cannot index", "이 값에는 인덱스를 쓸 수 없습니다.", "This value cannot be indexed."},
	{"out of bounds", "인덱스가 길이를 넘습니다. 인덱스는 0부터 시작합니다.", "The index is not below the length; indices start at 0."},
	{"invalid argument: index", "인덱스가 잘못되었습니다. 0 이상의 정수여야 합니다.", "An index is an integer, 0 or more."},
	{"duplicate case", "같은 case가 두 번 있습니다.", "The switch has this case twice."},
	{"duplicate key", "같은 키가 두 번 있습니다.", "The literal has this key twice."},
	{"too few values in struct literal", "구조체의 값이 모자랍니다. 필드 이름을 적으면 일부만 줄 수 있습니다.", "Name the fields to give only some of them."},
	{"unknown field", "구조체에 이런 필드가 없습니다.", "The struct has no such field."},
	{"mixture of field:value", "필드 이름을 모두 적거나 모두 빼세요.", "Name all fields or none."},
	{"invalid recursive type", "타입이 자기 자신을 값으로 담을 수 없습니다. 포인터를 쓰세요.", "A type cannot contain itself by value; use a pointer."},
	{"is not a type", "타입이 필요한 자리입니다.", "A type is wanted here."},
	{"multiple-value", "이 함수는 값을 여러 개 돌려줍니다. 변수 여러 개로 받으세요.", "The function returns several values; take them with several variables."},
	{"cannot take address", "이 값의 주소는 얻을 수 없습니다. 변수에 먼저 넣으세요.", "Put the value into a variable first."},
	{"invalid operation: cannot compare", "이 값들은 비교할 수 없습니다.", "These values cannot be compared."},
	{"can only be compared to nil", "슬라이스, 맵, 함수는 nil하고만 비교됩니다. slices.Equal 을 쓰세요.", "Slices, maps and functions compare with nil only; use slices.Equal or maps.Equal."},
	{"syntax error: ", "문법에 맞지 않습니다. 괄호와 쉼표, 줄 끝을 확인하세요.", "Check brackets, commas and line ends here."},
}

// explain adds the sentence for the first explanation that fits.
func explain(p Problem) Problem {
	if p.HintKo != "" {
		return p
	}
	for _, e := range explanations {
		if strings.Contains(p.Message, e.key) {
			p.HintKo, p.HintEn = e.ko, e.en
			break
		}
	}
	return p
}
