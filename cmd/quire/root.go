package main

import (
	"io"
	"os"

	"github.com/spf13/cobra"
)

// streams are the standard output and error of a command; tests give their own.
type streams struct{ out, err io.Writer }

// app is what every subcommand shares.
type app struct {
	streams
	lang   language
	memory byteSize // that cells may use
}

// newRootCommand wires the subcommands together.
func newRootCommand(a *app) *cobra.Command {
	t := a.lang.pick
	cmd := &cobra.Command{
		Use:           "quire",
		Short:         t("Go 코드가 든 마크다운 노트를 실행하고 PDF로 내보냅니다", "Run Markdown notes with Go cells and export them to PDF"),
		SilenceUsage:  true,
		SilenceErrors: true,
		CompletionOptions: cobra.CompletionOptions{
			HiddenDefaultCmd: true,
		},
	}
	cmd.SetOut(a.out)
	cmd.SetErr(a.err)
	var lang string
	cmd.PersistentFlags().StringVar(&lang, "lang", string(a.lang), t("화면에 쓰는 언어: ko 또는 en", "language of messages: ko or en"))
	cmd.AddCommand(
		newExportCommand(a),
		newRunCommand(a),
		newCheckCommand(a),
		newServeCommand(a),
		newVerifyCommand(a),
		newCleanCommand(a),
		newNewCommand(a),
		newDataCommand(a),
		newVersionCommand(a),
	)
	localize(cmd, a.lang)
	return cmd
}

// localize gives cobra's own words in Korean.
func localize(root *cobra.Command, lang language) {
	root.InitDefaultHelpCmd()
	root.InitDefaultVersionFlag()
	if lang != "ko" {
		return
	}
	root.SetUsageTemplate(usageKo)
	for _, c := range root.Commands() {
		if c.Name() == "help" {
			c.Short = "명령의 도움말을 보입니다"
		}
	}
	setHelpFlag(root)
}

// setHelpFlag describes --help in Korean, for a command and those below it.
func setHelpFlag(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	if f := c.Flags().Lookup("help"); f != nil {
		f.Usage = "도움말을 보입니다"
	}
	for _, sub := range c.Commands() {
		setHelpFlag(sub)
	}
}

// usageKo is cobra's usage template with Korean words.
const usageKo = `사용법:{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [명령]{{end}}{{if .HasExample}}

예:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

명령:{{range .Commands}}{{if (or .IsAvailableCommand (eq .Name "help"))}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

옵션:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

공통 옵션:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

"{{.CommandPath}} [명령] --help"로 명령마다 더 볼 수 있습니다.{{end}}
`

// isTerminal tells whether a stream is a terminal, where progress may be drawn and keys are pressed.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}
