package frontend

import (
	"strings"
)

// An explanation is one more sentence for beginners about errors whose message contains key.
type explanation struct{ key, ko, en string }

var explanations = []explanation{
	{"imported and not used", "쓰지 않는 import입니다. 지워도 됩니다.", "Nothing uses this import; it can go."},
	{"declared and not used", "선언했지만 쓰지 않는 변수입니다.", "The variable is declared but nothing reads it."},
	{"undefined: ", "이 이름은 위쪽 셀에도 이 셀에도 없습니다. 철자와 대소문자를 확인하고, 선언한 셀이 위에 있는지 보세요.", "Neither this cell nor one above it declares the name; check spelling and case, and that the declaring cell stands above."},
	{"undefined (type", "그 타입에는 이런 필드나 메서드가 없습니다. 대소문자를 확인하세요.", "The type has no such field or method; check the case of its first letter."},
	{"mismatched types int and float64", "정수와 실수를 바로 섞어 계산할 수 없습니다. float64(x) 로 바꾸세요.", "Integers and floats do not mix; convert with float64(x)."},
	{"mismatched types float64 and int", "정수와 실수를 바로 섞어 계산할 수 없습니다. float64(x) 로 바꾸세요.", "Integers and floats do not mix; convert with float64(x)."},
	{"mismatched types float32 and float64", "float32와 float64는 다른 타입입니다. 한쪽을 변환하세요.", "float32 and float64 are different types; convert one of them."},
	{"mismatched types string and", "문자열과 숫자는 더할 수 없습니다. fmt.Sprint 나 strconv.Itoa 로 문자열을 만드세요.", "A string and a number cannot be combined; make a string with fmt.Sprint or strconv.Itoa."},
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
	{"method has pointer receiver", "메서드가 포인터 리시버를 씁니다. &x 를 넘기세요.", "The method has a pointer receiver; pass &x."},
	{"cannot use nil as", "nil은 포인터, 슬라이스, 맵, 채널, 함수, 인터페이스에만 쓸 수 있습니다.", "nil is only for pointers, slices, maps, channels, functions and interfaces."},
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
	{"struct field", "맵에 든 구조체의 필드는 바로 바꿀 수 없습니다. 꺼내서 바꾼 뒤 다시 넣으세요.", "A field of a struct in a map cannot be set in place; take it out, change it, put it back."},
	{"cannot range over", "이 값은 range로 돌 수 없습니다.", "range does not work on this value."},
	{"impossible type assertion", "이 타입은 그 인터페이스를 구현하지 않습니다.", "The type does not implement the interface."},
	{"is not an interface", "타입 단언은 인터페이스 값에만 쓸 수 있습니다.", "Type assertions work on interface values only."},
	{"cannot infer", "타입 인자를 추론할 수 없습니다. 대괄호에 직접 적으세요.", "Write the type arguments in brackets."},
	{"does not satisfy", "타입 인자가 제약을 만족하지 않습니다.", "The type argument does not meet the constraint."},
	{"cannot use generic", "제네릭은 타입 인자를 주어야 쓸 수 있습니다.", "A generic needs its type arguments here."},
	{"without selector", "패키지 이름은 혼자 쓸 수 없습니다. 뒤에 점과 이름을 붙이세요.", "A package name needs a dot and a name after it."},
	{"not exported by package", "소문자로 시작하는 이름은 패키지 밖에서 쓸 수 없습니다.", "Names that begin with a small letter are private to their package."},
	{"name not exported", "소문자로 시작하는 이름은 패키지 밖에서 쓸 수 없습니다.", "Names that begin with a small letter are private to their package."},
	{"cannot call non-function", "함수가 아닌 것을 호출했습니다.", "Only functions can be called."},
	{"missing argument in conversion", "변환할 값이 없습니다.", "The conversion needs a value."},
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
	{"(no value) used as value", "값을 돌려주지 않는 함수의 결과를 썼습니다.", "The function returns nothing that could be used."},
	{"multiple-value", "이 함수는 값을 여러 개 돌려줍니다. 변수 여러 개로 받으세요.", "The function returns several values; take them with several variables."},
	{"cannot take address", "이 값의 주소는 얻을 수 없습니다. 변수에 먼저 넣으세요.", "Put the value into a variable first."},
	{"invalid operation: cannot compare", "이 값들은 비교할 수 없습니다.", "These values cannot be compared."},
	{"can only be compared to nil", "슬라이스, 맵, 함수는 nil하고만 비교됩니다. slices.Equal 을 쓰세요.", "Slices, maps and functions compare with nil only; use slices.Equal or maps.Equal."},
	{"syntax error: ", "문법에 맞지 않습니다. 괄호와 쉼표, 줄 끝을 확인하세요.", "Check brackets, commas and line ends here."},
	{"label", "쓰이지 않거나 없는 레이블입니다.", "The label is unused or missing."},
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
