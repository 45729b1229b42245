package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"quire/notebook"
	"quire/notebook/server"
)

// serveOptions are the flags of `quire serve`.
type serveOptions struct {
	port    int
	open    bool
	sandbox bool
	verbose bool
}

func newServeCommand(a *app) *cobra.Command {
	t := a.lang.pick
	var o serveOptions
	cmd := &cobra.Command{
		Use:     "serve [DIR|NOTE]",
		Short:   t("노트를 브라우저에서 살아 있는 보고서로 보입니다", "Show notes in the browser as live reports"),
		Example: "  quire serve reports/ch06-07-learning-techniques.md",
		Args:    a.args(0, 1, "NOTE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := "."
			if len(args) == 1 {
				path = args[0]
			}
			return a.serve(cmd, path, o)
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.port, "port", 0, t("포트 (0이면 빈 것을 고릅니다)", "port; 0 picks a free one"))
	f.BoolVar(&o.open, "open", true, t("브라우저를 엽니다", "open the browser"))
	f.BoolVar(&o.sandbox, "sandbox", false, t("모든 셀을 노트의 폴더 안에 가두고 실행합니다", "confine all cells to the note's folder, without network"))
	a.memoryFlag(cmd)
	f.BoolVar(&o.verbose, "verbose", false, t("무슨 일이 있는지 적습니다", "log what happens"))
	return cmd
}

func (a *app) serve(cmd *cobra.Command, path string, o serveOptions) error {
	var log *slog.Logger
	if o.verbose {
		log = slog.New(slog.NewTextHandler(a.err, nil))
	}
	s, err := server.New(server.Options{
		Path:    path,
		Start:   a.startKernel,
		Sandbox: o.sandbox,
		PDF:     a.livePDF,
		HTML:    func(r *notebook.Report) ([]byte, error) { return renderHTML(r, nil) },
		Log:     log,
		Lang:    string(a.lang),
	})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.port)))
	if err != nil {
		return errors.New(a.lang.sprintf("포트 %d를 열 수 없습니다: %v (--port로 다른 포트를 고르세요)", "cannot listen on port %d: %v (choose another with --port)", o.port, err))
	}
	if err := s.Attach(l); err != nil {
		return err
	}
	fmt.Fprintln(a.out, s.URL())
	if isTerminal(os.Stdin) {
		fmt.Fprintln(a.err, a.lang.pick("끝내려면 Ctrl+C를, 다른 브라우저에서 열 새 주소가 필요하면 Enter를 누르세요.",
			"press Ctrl+C to stop, Enter for a fresh address for another browser"))
		go a.freshAddresses(s) // ends with standard input, or the process
	} else {
		fmt.Fprintln(a.err, a.lang.pick("끝내려면 Ctrl+C를 누르세요.", "press Ctrl+C to stop"))
	}
	if o.open {
		a.openBrowser(s)
	}
	return s.Serve(cmd.Context(), l)
}

// livePDF makes the PDF of what the page shows. The file of the note may have changed since: what the PDF carries is the
// note that ran.
func (a *app) livePDF(r *notebook.Report) ([]byte, error) {
	src, err := os.ReadFile(r.Note.Name)
	if err != nil || !bytes.Equal(notebook.Parse(r.Note.Name, src).Source, r.Note.Source) {
		src = r.Note.Source
	}
	return a.renderPDF(r, newEdition(r.Note, src, filepath.Dir(r.Note.Name)))
}

// freshAddresses prints an address for each line on standard input: each admits one browser, once.
func (a *app) freshAddresses(s *server.Server) {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fmt.Fprintln(a.out, s.URL())
	}
}

// openBrowser leads the browser to the page through a private file, so that the token stands in no command line. A
// machine without a browser is no error: the address has been printed.
func (a *app) openBrowser(s *server.Server) {
	redirect, err := s.Redirect()
	if err == nil {
		err = server.OpenBrowser(redirect.Path)
	}
	if err != nil {
		fmt.Fprintln(a.err, a.lang.sprintf("브라우저를 열지 못했습니다(%v). 위의 주소를 직접 여세요.", "could not open a browser (%v); open the address above", err))
	}
}
