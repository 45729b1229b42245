package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"quire/nn/data"
)

// A dataSet is a published data set that the command can fetch.
type dataSet struct {
	name string // on the command line, and of its folder
	load func() (*data.Set, error)
}

func dataSets() []dataSet {
	return []dataSet{{"mnist", data.MNIST}, {"fashion-mnist", data.FashionMNIST}}
}

func newDataCommand(a *app) *cobra.Command {
	t := a.lang.pick
	cmd := &cobra.Command{
		Use:   "data",
		Short: t("데이터셋을 내려받고 확인합니다", "Fetch and check data sets"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	var names []string
	for _, s := range dataSets() {
		names = append(names, s.name)
	}
	fetch := &cobra.Command{
		Use:   "fetch " + strings.Join(names, "|"),
		Short: t("데이터셋을 내려받습니다(체크섬 확인)", "Download a data set, checked against its published sums"),
		Long: t("데이터셋을 QUIRE_DATA 폴더에, 없으면 사용자 캐시에 내려받고 공개된 체크섬과 견줍니다. QUIRE_MIRROR에 적은 주소(그 아래에 데이터셋마다 폴더가 하나)를 먼저 찾습니다.",
			"Download a data set into the folder QUIRE_DATA, else into the user's cache, and check it against its published sums. The address in QUIRE_MIRROR, below which there is a folder for each data set, is asked first."),
		Args:      a.args(1, 1, t("데이터셋 이름", "the data set's name")),
		ValidArgs: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(names, args[0]) {
				return errors.New(a.lang.sprintf("데이터셋 %q은(는) 없습니다. 있는 것: %s", "there is no data set %q; known are %s",
					args[0], strings.Join(names, ", ")))
			}
			return a.fetchData(cmd.Context(), args[0])
		},
	}
	list := &cobra.Command{
		Use:   "list",
		Short: t("이 컴퓨터에 있는 데이터셋을 보입니다", "List the data sets on this machine"),
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.listData() },
	}
	cmd.AddCommand(fetch, list)
	return cmd
}

// fetchData downloads a data set to where QUIRE_DATA points, or into the user's cache.
func (a *app) fetchData(ctx context.Context, name string) error {
	draw := isTerminal(a.err)
	err := data.Fetch(ctx, name, "", func(file string, done, total int64) {
		if draw {
			fmt.Fprintf(a.err, "\r\x1b[K%s %d/%d KB", file, done/1000, total/1000)
		}
	})
	if draw {
		fmt.Fprint(a.err, "\r\x1b[K")
	}
	if err != nil {
		return err
	}
	return a.listData()
}

// listData prints each data set with its size and hash, or what is wrong with it.
func (a *app) listData() error {
	for _, s := range dataSets() {
		set, err := s.load()
		switch {
		case errors.Is(err, fs.ErrNotExist):
			fmt.Fprintln(a.out, a.lang.sprintf("%-14s 없음 (`quire data fetch %[1]s`로 내려받습니다)", "%-14s missing (`quire data fetch %[1]s` gets it)", s.name))
		case err != nil:
			fmt.Fprintf(a.out, "%-14s %v\n", s.name, err)
		default:
			fmt.Fprintln(a.out, a.lang.sprintf("%-14s 학습 %d장, 시험 %d장, SHA-256 %s, %s", "%-14s %d training and %d test images, SHA-256 %s, %s",
				s.name, set.Train.Len(), set.Test.Len(), set.SHA256, set.Source))
		}
	}
	fmt.Fprintln(a.err, a.lang.sprintf("찾는 자리: %s", "looked in: %s", strings.Join(data.Folders(), ", ")))
	return nil
}
