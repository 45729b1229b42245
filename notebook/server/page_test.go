package server

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"quire/notebook"
)

// A tab is a page in a browser without a window.
type tab struct {
	t   *testing.T
	ctx context.Context
}

// newTab starts Chromium. Where there is none, the test is skipped, but not in CI.
func newTab(t *testing.T) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no browser")
	}
	var path string
	for _, p := range []string{"/usr/lib/chromium/chromium", "/usr/bin/chromium", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if _, err := os.Stat(p); err == nil && path == "" {
			path = p
		}
	}
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium is installed, and CI must have one")
		}
		t.Skip("no Chromium is installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1280, 900), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	b.do(chromedp.Navigate("about:blank"))
	console := chromedp.Console(ctx)
	go func() { // ends with the browser
		for m, err := range console {
			if err != nil {
				return
			}
			t.Errorf("the page wrote to the console: %+v", m)
		}
	}()
	return b
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// wait waits until a JavaScript expression is true. An error counts as false: the page may be on its way to another.
func (b *tab) wait(expression string) {
	b.t.Helper()
	deadline := time.After(15 * time.Second)
	for {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if ok {
			return
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-deadline:
			b.shot("failure")
			text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText`))
			b.t.Fatalf("waiting for %s: %v\nthe page reads:\n%s", expression, err, text)
		}
	}
}

// eval returns the value of a JavaScript expression, which may be a promise.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// window keeps a picture of what the window shows.
func (b *tab) window(name string) {
	b.t.Helper()
	data, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	check(b.t, err)
	check(b.t, os.WriteFile(filepath.Join(b.t.ArtifactDir(), name+".png"), data, 0o644))
}

// shot keeps a picture of the whole page among the test's artifacts.
func (b *tab) shot(name string) {
	b.t.Helper()
	_, _ = chromedp.Run(b.ctx, chromedp.Evaluate[bool](`scrollTo(0, 0) ?? true`)) // the bar belongs to the top
	data, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Logf("screenshot %s: %v", name, err)
		return
	}
	check(b.t, os.WriteFile(filepath.Join(b.t.ArtifactDir(), name+".png"), data, 0o644))
}

// look sets the window's width in pixels and the system's colour scheme.
func (b *tab) look(width int64, scheme string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, 900), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
}

const demoNote = `---
title: 6장 학습 기술
author: {name: 홍길동, id: "20260001"}
lang: ko
number-sections: true
---

신경망 학습의 목적은 손실 함수의 값을 되도록 낮추는 매개변수를 찾는 것이다. 이 보고서는 네 가지 갱신 방법을 Go로 구현하고 같은 조건에서 견준다.

## 매개변수 갱신

### 모멘텀

모멘텀은 기울기 방향으로 힘을 받아 물체가 가속된다는 물리 법칙을 나타낸다. 속도 $v$에 지난 움직임을 $\alpha$만큼 남기고, 학습률 $\eta$를 곱한 기울기를 뺀다. 보통 ` + "`α = 0.9`" + `로 둔다.

$$v \leftarrow \alpha v - \eta \frac{\partial L}{\partial W}, \qquad W \leftarrow W + v$$ {#eq-momentum}

` + "```go" + `
// Momentum은 속도를 함께 갱신하는 경사 하강법이다.
type Momentum struct {
	LR, Alpha float64
	v         []float64
}

func (m *Momentum) Update(w, grad []float64) {
	for i, g := range grad {
		m.v[i] = m.Alpha*m.v[i] - m.LR*g
		w[i] += m.v[i]
	}
}
` + "```" + `

### 네 기법 비교

@eq-momentum 을 써서 출발점 $(-7, 2)$에서 30번 갱신하며 손실을 기록한다. 결과는 @fig-loss 와 같다.

` + "```go" + `
//| label: fig-loss
//| fig-cap: "네 기법의 손실. 세로축은 로그 눈금이며 낮을수록 좋다."
trace := 30
// figure
` + "```" + `

## 평가

예측 가운데 가장 큰 값의 번호가 정답과 같은 비율을 구한다.

` + "```go" + `
//| label: tbl-accuracy
//| tbl-cap: "기법별 정확도"
accuracy := 0.97
// table
` + "```" + `

` + "```go" + `
net := 784
// many 400
` + "```" + `
`

const failingCell = "\n### 절반만 쓰기\n\n앞의 5000개만으로 정확도를 다시 구한다.\n\n```go\nhalf := 5000\n// error \"index out of range [5000] with length 5000\"\nacc := half\n```\n\n```go\nlast := 1\n```\n"

const waitingCell = "\n### Adam\n\n```go\nslow := 1\n// half\n// many 60\n// wait\n```\n"

// newDemo serves a note that was created here, in a browser that came through the start file.
func newDemo(t *testing.T) (b *tab, s *site, path string) {
	t.Helper()
	b = newTab(t)
	dir := t.TempDir()
	path = filepath.Join(dir, "6장 보고서.md")
	write(t, path, demoNote)
	trust := NewTrustStore(filepath.Join(t.TempDir(), "trusted"))
	check(t, trust.Trust(path, TrustCreated))
	export := func(kind string) func(*notebook.Report) ([]byte, error) {
		return func(r *notebook.Report) ([]byte, error) { return []byte(kind + " of " + r.Title), nil }
	}
	s = newSite(t, Options{Path: path, Trust: trust, PDF: export("PDF"), HTML: export("HTML")})
	r, err := s.server.Redirect()
	check(t, err)
	b.do(chromedp.Navigate("file://" + r.Path))
	b.wait(`document.querySelectorAll('quire-cell[data-state="ok"]').length === 4`)
	return b, s, path
}

func TestPage(t *testing.T) {
	b, s, path := newDemo(t)
	if got := eval[string](b, `location.href`); got != s.URL+address("6장 보고서.md") {
		t.Errorf("the start file led to %s", got)
	}
	if got := eval[string](b, `document.cookie`); got != "" {
		t.Errorf("scripts can read the cookie: %q", got)
	}
	for _, look := range []struct {
		name, scheme string
		width        int64
	}{{"1280-light", "light", 1280}, {"1280-dark", "dark", 1280}, {"390-light", "light", 390}, {"390-dark", "dark", 390}} {
		b.look(look.width, look.scheme)
		b.wait(`document.fonts.status === "loaded"`)
		b.shot(look.name)
		if over := eval[float64](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("%s: the page is %v px wider than the window", look.name, over)
		}
		checkAccess(b, look.name)
	}
	b.look(1280, "light")

	t.Run("menus", func(t *testing.T) { testMenus(&tab{t, b.ctx}) })
	t.Run("cards", func(t *testing.T) { testCards(&tab{t, b.ctx}) })
	t.Run("frame", func(t *testing.T) { testFrame(&tab{t, b.ctx}, path) })
	write(t, path, demoNote)
	b.wait(`document.querySelector(".lamp").dataset.state === "ok" && document.querySelectorAll('quire-cell[data-state="ok"]').length === 4`)
	t.Run("save", func(t *testing.T) { testSave(&tab{t, b.ctx}, path) })
	t.Run("interrupt", func(t *testing.T) { testInterrupt(&tab{t, b.ctx}, path) })
	t.Run("failure", func(t *testing.T) { testFailure(&tab{t, b.ctx}, path) })
	t.Run("export", func(t *testing.T) { testExport(&tab{t, b.ctx}, path) })
}

// TestIndexPage looks at the list of a folder's notes and goes to one, which nobody has run.
func TestIndexPage(t *testing.T) {
	b := newTab(t)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "6장.md"), demoNote)
	write(t, filepath.Join(dir, "second.md"), "# A second note\n")
	s := newSite(t, Options{Path: dir, Lang: "en"})
	b.do(chromedp.Navigate(s.server.URL()))
	b.wait(`document.querySelectorAll(".index li").length === 2`)
	checkAccess(b, "index")
	b.shot("index")
	b.look(390, "dark")
	b.shot("index-390-dark")
	b.do(chromedp.Click(chromedp.CSS(`.index a[href*="6"]`)))
	b.wait(`document.querySelectorAll('quire-cell[data-state="idle"]').length === 4 && document.querySelector(".banner .primary")`)
	checkAccess(b, "untrusted")
	b.shot("untrusted-390-dark")
	b.do(chromedp.Click(chromedp.CSS(".banner .primary")))
	b.wait(`document.querySelectorAll('quire-cell[data-state="ok"]').length === 4 && !document.querySelector(".banner")`)
}

// testMenus opens the menu and, on a narrow window, the outline.
func testMenus(b *tab) {
	b.do(chromedp.KeyEvent("?"))
	b.wait(`document.querySelector("#more:popover-open")`)
	checkAccess(b, "menu")
	b.window("menu")
	b.do(chromedp.Click(chromedp.CSS(`#more input[value="dark"], #more label:nth-of-type(3) input`)))
	b.wait(`document.documentElement.dataset.theme === "dark" && getComputedStyle(document.body).backgroundColor !== "rgb(253, 252, 250)"`)
	b.do(chromedp.Click(chromedp.CSS(`#more label:nth-of-type(1) input`)))
	b.wait(`document.documentElement.dataset.theme === undefined`)
	b.do(chromedp.KeyEvent("?"))
	b.wait(`!document.querySelector("#more:popover-open")`)
	b.look(390, "light")
	b.do(chromedp.Click(chromedp.CSS(`.top .b.narrow`)))
	b.wait(`document.querySelector(".outline.open")`)
	checkAccess(b, "outline")
	b.window("outline-390")
	b.do(chromedp.Click(chromedp.CSS(`.outline li:nth-of-type(4) a`)))
	b.wait(`!document.querySelector(".outline.open") && location.hash !== "" && scrollY > 300`)
	b.look(1280, "light")
	b.do(chromedp.KeyEvent("j"))
	b.wait(`document.activeElement.closest("quire-cell")`)
}

// testCards looks up names in code by mouse and by keyboard, wide and narrow, light and dark.
func testCards(b *tab) {
	const find = `(() => {
		const pre = [...document.querySelectorAll(".source pre")].at(%d);
		pre.scrollIntoView({block: "center"});
		const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
		for (let n = walker.nextNode(); n; n = walker.nextNode()) {
			const i = n.data.indexOf(%q);
			if (i < 0) continue;
			const r = new Range();
			r.setStart(n, i);
			r.setEnd(n, i + %d);
			const box = r.getBoundingClientRect();
			return {X: box.left + box.width / 2, Y: box.top + box.height / 2};
		}
	})()`
	move := func(cell int, text string) {
		b.t.Helper()
		at := eval[struct{ X, Y float64 }](b, fmt.Sprintf(find, cell, text, len(text)))
		b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 1, 1), chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X, at.Y))
	}
	for _, look := range []struct {
		name, scheme string
		width        int64
	}{{"1280-light", "light", 1280}, {"1280-dark", "dark", 1280}, {"390-light", "light", 390}, {"390-dark", "dark", 390}} {
		b.look(look.width, look.scheme)
		move(0, "Alpha")
		move(0, "Update")
		b.wait(`document.querySelector(".card:popover-open pre")?.innerText === "func (*Momentum) Update(w []float64, grad []float64)"`)
		if got := eval[string](b, `document.querySelector(".card .from").innerText`); got != "셀 1, 7째 줄에서 정의" {
			b.t.Errorf("%s: the card says %q", look.name, got)
		}
		if !eval[bool](b, `(() => { const r = document.querySelector(".card").getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth && r.top >= 0 && r.bottom <= innerHeight })()`) {
			b.t.Errorf("%s: the card is not within the window", look.name)
		}
		checkAccess(b, "card "+look.name)
		b.window("card-" + look.name)
		b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 1, 1))
		b.wait(`!document.querySelector(".card:popover-open")`)

		eval[bool](b, `(() => { const pre = document.querySelector(".source pre"); pre.scrollIntoView({block: "center"}); pre.focus({preventScroll: true}); return true })()`)
		b.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowLeft))
		b.wait(`document.querySelector(".card:popover-open pre")?.innerText.startsWith("type Momentum struct {")`)
		if got := eval[string](b, `document.querySelector(".card p").innerText`); got != "Momentum은 속도를 함께 갱신하는 경사 하강법이다." {
			b.t.Errorf("%s: the card says %q", look.name, got)
		}
		if !eval[bool](b, `CSS.highlights.has("name")`) {
			b.t.Errorf("%s: nothing shows which name the keyboard is on", look.name)
		}
		b.window("card-keyboard-" + look.name)
		b.do(chromedp.KeyEvent(kb.Escape))
		b.wait(`!document.querySelector(".card:popover-open") && !CSS.highlights.has("name") && document.activeElement.matches(".source pre")`)
	}
	b.look(1280, "light")
	eval[bool](b, `(() => { document.activeElement.blur(); scrollTo(0, 0); return true })()`)
}

// testFrame runs a cell whose HTML tries to reach the page.
func testFrame(b *tab, path string) {
	cell := "```go\n//| label: rich\nz := 1\n// html \"<div style='height:321px'>안</div><script>try{parent.document.title='pwned'}catch(e){}try{document.cookie='a=b'}catch(e){}fetch('/').catch(()=>{})</script>\"\n```\n"
	write(b.t, path, demoNote+"\n"+cell)
	b.wait(`document.querySelector("iframe")`)
	eval[bool](b, `(() => { document.querySelector("iframe").scrollIntoView(); return true })()`)
	b.wait(`document.querySelector("iframe").offsetHeight === 321`)
	if title := eval[string](b, `document.title`); strings.Contains(title, "pwned") {
		b.t.Errorf("the frame changed the page: %s", title)
	}
	if origin := eval[string](b, `document.querySelector("iframe").contentDocument === null ? "opaque" : "ours"`); origin != "opaque" {
		b.t.Error("the frame has our origin")
	}
}

// testSave changes the note on disk: the output follows without a reload, focus and scroll position stay, and prose that
// did not change is not touched.
func testSave(b *tab, path string) {
	eval[bool](b, `(() => { window.marker = document.querySelector("quire-cell pre"); marker.focus(); scrollTo(0, 300); return true })()`)
	src := strings.Replace(demoNote, "// many 400", "// text \"바뀐 출력\\n\"", 1)
	src = strings.Replace(src, "30번 갱신하며", "서른 번 갱신하며", 1)
	src = strings.Replace(src, "신경망 학습의 목적은", "새 문단이다.\n\n신경망 학습의 목적은", 1)
	saved := time.Now()
	write(b.t, path, src)
	b.wait(`document.querySelector("quire-log")?.innerText.includes("바뀐 출력")`)
	b.t.Logf("save on disk to output on the page: %v", time.Since(saved).Round(time.Millisecond))
	b.wait(`document.querySelectorAll('quire-cell[data-state="ok"]').length === 4 && document.body.innerText.includes("서른 번 갱신하며")`)
	if !eval[bool](b, `marker.isConnected && document.activeElement === marker`) {
		b.t.Error("the update lost the focus")
	}
	if y := eval[float64](b, `scrollY`); y < 250 {
		b.t.Errorf("the update moved the scroll position to %v", y)
	}
}

func testInterrupt(b *tab, path string) {
	write(b.t, path, demoNote+waitingCell)
	b.wait(`document.querySelector('quire-cell[data-state="running"]') && document.querySelector("progress")?.value === 14`)
	b.wait(`document.querySelector(".lamp").innerText.includes("셀 5")`)
	b.shot("running")
	b.look(390, "light")
	b.shot("running-390")
	b.look(1280, "light")
	checkAccess(b, "running")
	b.do(chromedp.Click(chromedp.CSS(".top .b.primary")))
	b.wait(`document.querySelectorAll('quire-cell[data-state="interrupted"]').length === 1 && !document.querySelector("progress, .error")`)
	b.wait(`document.querySelector('[role="status"]').innerText !== "" && document.querySelector(".lamp").dataset.state === "ok"`)

	b.do(chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierCtrl))) // run all by keyboard
	b.wait(`document.querySelector('quire-cell[data-state="running"]') && document.querySelector("progress")`)
	b.do(chromedp.KeyEvent(".", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	b.wait(`document.querySelector('quire-cell[data-state="interrupted"]') && !document.querySelector("progress")`)
}

func testFailure(b *tab, path string) {
	write(b.t, path, demoNote+failingCell)
	b.wait(`document.querySelector('quire-cell[data-state="failed"] .error')?.innerText.includes("index out of range")`)
	b.wait(`document.querySelectorAll('quire-cell[data-state="not-run"]').length === 1`)
	if got := eval[string](b, `document.querySelector('quire-cell[data-state="failed"] .bad-line').style.getPropertyValue("--line")`); got != "1" {
		b.t.Errorf("the marked line is %q, want 1: the second", got)
	}
	if !eval[bool](b, `document.querySelector(".error").innerText.includes("5000번을 읽었습니다")`) {
		b.t.Error("the hint is missing")
	}
	checkAccess(b, "failure")
	b.shot("failed")
	b.look(390, "dark")
	b.shot("failed-390-dark")
	b.look(1280, "light")
}

func testExport(b *tab, path string) {
	write(b.t, path, demoNote)
	b.wait(`document.querySelectorAll('quire-cell[data-state="ok"]').length === 4 && document.querySelector(".lamp").dataset.state === "ok"`)
	for _, format := range []string{"pdf", "html"} {
		got := eval[string](b, fmt.Sprintf(`fetch(location.pathname + "/export", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({format: %q})}).then(r => r.text())`, format))
		if want := strings.ToUpper(format) + " of 6장 학습 기술"; got != want {
			b.t.Errorf("the %s is %q, want %q", format, got, want)
		}
	}
	eval[bool](b, `(() => { HTMLAnchorElement.prototype.click = function () { window.downloaded = this.download }; return true })()`)
	b.do(chromedp.Click(chromedp.CSS(`.top .acts .wide:nth-of-type(3)`)))
	b.wait(`window.downloaded === "6장 보고서.pdf"`)
}

// checkAccess runs axe-core, where it has been installed for development, on the page.
func checkAccess(b *tab, what string) {
	b.t.Helper()
	axe, err := os.ReadFile("../../templates/src/node_modules/axe-core/axe.min.js")
	if err != nil {
		return
	}
	eval[int](b, string(axe)+";0")
	found := eval[[]struct{ ID, HTML string }](b, `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.flatMap(v => v.nodes.map(n => ({ID: v.id, HTML: n.html.slice(0, 160) + " " + n.failureSummary}))))`)
	for _, f := range found {
		b.t.Errorf("%s: axe-core: %s: %s", what, f.ID, f.HTML)
	}
}
