package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"quire/notebook"
)

func newCheckCommand(a *app) *cobra.Command {
	t := a.lang.pick
	var twice bool
	var set []string
	cmd := &cobra.Command{
		Use:   "check NOTE…",
		Short: t("실행하지 않고 노트의 문제를 찾습니다", "Find what is wrong with notes without running them"),
		Args:  a.args(1, -1, "NOTE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			failed := false
			for _, path := range args {
				note, err := a.readNote(path, set)
				if err != nil {
					return err
				}
				bad := a.listDiagnostics(note, byPlace(append(notebook.Diagnose(note), formulaDiagnostics(note)...)))
				failed = failed || bad
				if twice && !bad {
					same, err := a.runTwice(cmd.Context(), note)
					if err != nil {
						return err
					}
					failed = failed || !same
				}
			}
			if failed {
				return noteError{}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&twice, "twice", false, t("두 번 실행해 처음으로 달라지는 셀을 찾습니다", "run twice and name the first cell that differs"))
	cmd.Flags().StringArrayVar(&set, "set", nil, t("params의 값을 바꿉니다: `이름=값`", "override a param: `name=value`"))
	a.memoryFlag(cmd)
	return cmd
}

// listDiagnostics prints diagnostics as the product of the command and tells whether errors are among them.
func (a *app) listDiagnostics(note *notebook.Note, diags []notebook.Diagnostic) (failed bool) {
	for _, d := range diags {
		failed = failed || d.Severity == notebook.SeverityError
		fmt.Fprintln(a.out, d.Text(note.Name))
		if hint := a.lang.pick(d.HintKo, d.HintEn); hint != "" {
			fmt.Fprintf(a.out, "    %s\n", hint)
		}
	}
	return failed
}

// runTwice runs a note twice from clean and tells whether every cell gave the same outputs. It names the first that did
// not, and the volatile cells above it, which are not compared.
func (a *app) runTwice(ctx context.Context, note *notebook.Note) (bool, error) {
	var runs [2]*notebook.Results
	for i := range runs {
		bar := newProgress(a.err, a.lang, note)
		res, err := a.runNote(ctx, note, runOptions{observe: bar.observe})
		bar.close()
		if err != nil {
			return false, err
		}
		runs[i] = res
	}
	for i, c := range note.Cells {
		one, two := runs[0].Cells[i], runs[1].Cells[i]
		if one.Volatile || two.Volatile {
			reason := a.volatileReason(cmp.Or(one.Reason, two.Reason))
			fmt.Fprintln(a.out, a.lang.sprintf("%s:%d: 셀 %s은(는) 비교하지 않습니다: %s",
				"%s:%d: cell %s is not compared: %s", note.Name, c.Line, c.Key, reason))
			continue
		}
		if one.Status == two.Status && one.Hash == two.Hash {
			continue
		}
		fmt.Fprintln(a.out, a.lang.sprintf("%s:%d: 셀 %s의 출력이 두 번의 실행에서 다릅니다",
			"%s:%d: the outputs of cell %s differ between two runs", note.Name, c.Line, c.Key))
		return false, nil
	}
	return true, nil
}

// volatileReason says why a cell is volatile.
func (a *app) volatileReason(reason string) string {
	switch reason {
	case notebook.ReasonOption:
		return a.lang.pick("옵션이 volatile: true입니다", "its option says volatile: true")
	case notebook.ReasonAddress:
		return a.lang.pick("메모리 주소를 출력합니다", "it prints an address")
	case notebook.ReasonOrder:
		return a.lang.pick("주소로만 구별되는 키를 가진 map을 순회합니다", "it visits a map whose keys only their addresses tell apart")
	case notebook.ReasonGoroutines:
		return a.lang.pick("여러 고루틴이 함께 출력하거나 한 채널에 보냅니다", "several goroutines print, or send on one channel")
	case notebook.ReasonSelect:
		return a.lang.pick("준비된 채널이 여럿일 수 있는 select가 있습니다", "a select may find several channels ready")
	case notebook.ReasonReplay:
		return a.lang.pick("위쪽 셀을 다시 실행한 결과가 달랐습니다", "a cell above it gave something else when it ran again")
	case notebook.ReasonReached:
		return a.lang.pick("실행할 때마다 달라질 수 있는 위쪽 셀의 값을 씁니다", "it uses what a volatile cell above it declares or changes")
	}
	return a.lang.sprintf("%s을(를) 씁니다", "it uses %s", reason)
}
