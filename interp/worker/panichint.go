package worker

import "regexp"

// A panicExplanation is one more sentence about run-time errors whose message fits.
type panicExplanation struct {
	fits   *regexp.Regexp
	ko, en string
}

func explains(pattern, ko, en string) panicExplanation {
	return panicExplanation{regexp.MustCompile(pattern), ko, en}
}

// panicExplanations are tried in order. Messages of nn say themselves what to do; only shapes get a sentence more.
var panicExplanations = []panicExplanation{
	explains(`^mat: (row|column) index out of range`, "행과 열의 번호는 0부터 셉니다. r, c := m.Dims() 로 크기를 확인하세요.", "Rows and columns count from 0; r, c := m.Dims() gives the size."),
	explains(`^mat: .*(dimension mismatch|shape)`, "행렬의 크기가 맞지 않습니다. 곱셈은 왼쪽의 열 수와 오른쪽의 행 수가 같아야 합니다. m.Dims() 로 확인하세요.", "The matrices' sizes do not fit: a product needs as many columns on the left as rows on the right. See m.Dims()."),
	explains(`^mat: expect square matrix`, "이 계산은 행과 열의 수가 같은 행렬에만 할 수 있습니다.", "This works only on a matrix with as many rows as columns."),
	explains(`slice lengths? (mismatch|do not match)`, "함께 쓰는 슬라이스들의 길이가 같아야 합니다. len()으로 확인하세요.", "The slices must have the same length; print len() of each."),
	explains(`^nn: .*( is \(|shape)`, "텐서의 모양을 확인하세요. x.Shape로 볼 수 있습니다.", "Check the tensors' shapes; x.Shape shows them."),
	explains(`^runtime error: index out of range|^reflect: .*index out of range`, "인덱스는 0부터 길이-1까지입니다. len()으로 길이를 확인하세요.", "Indices go from 0 to the length minus 1; print len() to see it."),
	explains(`slice bounds out of range`, "잘라내는 범위가 길이를 넘거나, 시작이 끝보다 큽니다. len()으로 길이를 확인하세요.", "The bounds of the slice expression exceed the length, or begin behind their end; print len() to see it."),
	explains(`nil map`, "맵을 쓰기 전에 make로 만드세요: m := make(map[string]int)", "Make the map before writing to it: m := make(map[string]int)"),
	explains(`nil pointer dereference`, "값이 없는(nil) 포인터나 인터페이스, 함수를 썼습니다. 먼저 값을 넣었는지 확인하세요.", "A pointer, interface or function was used that is nil; check that a value was stored in it."),
	explains(`integer divide by zero`, "정수를 0으로 나누었습니다. 나누기 전에 확인하세요.", "An integer was divided by zero; test the divisor first."),
	explains(`interface conversion: .* is nil, not`, "인터페이스에 아무 값도 들어 있지 않습니다. 값을 넣었는지, v, ok := x.(T) 의 ok가 참인지 확인하세요.", "The interface holds nothing; check that a value was stored, and use v, ok := x.(T)."),
	explains(`interface conversion`, "인터페이스에 든 값의 타입이 다릅니다. v, ok := x.(T) 로 확인하세요.", "The interface holds another type; use v, ok := x.(T)."),
	explains(`close of closed channel`, "이미 닫은 채널을 다시 닫았습니다. 보내는 쪽에서 한 번만 닫으세요.", "The channel was closed twice; let the sender close it once."),
	explains(`close of nil channel`, "만들지 않은 채널입니다. make(chan T) 로 만드세요.", "The channel was never made; use make(chan T)."),
	explains(`send on closed channel`, "닫힌 채널에 보냈습니다. 모두 보낸 다음에 닫으세요.", "The channel is closed already; close it after the last send."),
	explains(`^runtime error: makeslice`, "슬라이스의 길이가 음수이거나 너무 큽니다.", "The slice's length is negative or too large."),
	explains(`cannot convert slice with length`, "슬라이스가 배열보다 짧습니다.", "The slice is shorter than the array."),
	explains(`hash of unhashable type`, "슬라이스, 맵, 함수는 맵의 키가 될 수 없습니다.", "Slices, maps and functions cannot be keys of a map."),
	explains(`comparing uncomparable type`, "슬라이스, 맵, 함수는 ==로 비교할 수 없습니다. slices.Equal 이나 maps.Equal 을 쓰세요.", "Slices, maps and functions do not compare with ==; use slices.Equal or maps.Equal."),
	explains(`negative WaitGroup counter`, "wg.Done()을 wg.Add보다 많이 불렀습니다.", "wg.Done() was called more often than wg.Add said."),
	explains(`negative Repeat count`, "반복 횟수가 음수입니다.", "The count is negative."),
	explains(`invalid argument to (Intn|Int31n|Int63n|IntN|Int32N|Int64N|N)$`, "난수의 범위는 1 이상이어야 합니다. 빈 슬라이스의 len()을 넘기지 않았는지 확인하세요.", "The range of a random number is 1 or more; perhaps it is the len() of an empty slice."),
	explains(`^regexp: Compile`, "정규식의 문법이 틀렸습니다. 괄호의 짝과 역슬래시를 확인하고, 백틱(`)으로 감싸세요.", "The regular expression is wrong; check its brackets and backslashes, and write it in backquotes (`)."),
	explains(`^strconv\.\w+: parsing .*: invalid syntax`, "숫자로 읽을 수 없는 글입니다. 빈칸이나 다른 글자가 섞이지 않았는지 보세요. strings.TrimSpace 로 빈칸을 없앨 수 있습니다.", "The text is no number; look for spaces and other letters. strings.TrimSpace removes spaces around it."),
	explains(`no such file or directory|cannot find the file`, "그런 파일이 없습니다. 경로는 노트가 있는 폴더에서 시작합니다.", "There is no such file; paths begin in the note's folder."),
}

// panicHint is one more sentence about a run-time error, "" when there is none that fits.
func panicHint(msg string) (ko, en string) {
	for _, e := range panicExplanations {
		if e.fits.MatchString(msg) {
			return e.ko, e.en
		}
	}
	return "", ""
}
