package server

import (
	"html/template"
	"net/http"
)

// A messagePage is a page of a few lines: an error for somebody who opened a wrong address.
type messagePage struct {
	Title   string
	Refresh string // of a meta element, may be empty
	Lines   []string
	Link    string // may be empty
}

var messageTemplate = template.Must(template.New("message").Parse(`<!doctype html>
<html lang="ko">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{{- with .Refresh}}<meta http-equiv="refresh" content="{{.}}">{{end}}
<link rel="icon" href="data:,">
<title>{{.Title}}</title>
{{range .Lines}}<p>{{.}}</p>
{{end}}{{with .Link}}<p><a href="{{.}}">→</a></p>{{end}}
</html>
`))

func writeMessage(w http.ResponseWriter, status int, m messagePage) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = messageTemplate.Execute(w, m) // the reader has gone when this fails
}

// refusals say in both languages why a request was refused and what to do.
var refusals = map[int][]string{
	http.StatusUnauthorized: {
		"이 주소로는 들어올 수 없습니다. quire serve가 터미널에 적은 주소를 여세요. 주소 하나는 한 번만 쓸 수 있습니다.",
		"This address does not let you in. Open the one that quire serve printed in the terminal; each works once.",
	},
	http.StatusForbidden: {
		"다른 사이트에서 온 요청이라 거절했습니다.",
		"The request came from another site and was refused.",
	},
	http.StatusMisdirectedRequest: {
		"이 이름으로는 접속할 수 없습니다. 127.0.0.1을 쓰세요.",
		"The server does not answer to this name. Use 127.0.0.1.",
	},
	http.StatusNotFound: {
		"그런 쪽이 없습니다.",
		"There is no such page.",
	},
}

// refuse answers a request with a status of refusals.
func refuse(w http.ResponseWriter, _ *http.Request, status int) {
	writeMessage(w, status, messagePage{Title: "Quire: " + http.StatusText(status), Lines: refusals[status]})
}
