package pdf

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// coldPages names the environment variable that makes a test binary set the recorded report with so many pages, write
// the PDF to standard output and end.
const coldPages = "QUIRE_TEST_COLD_PAGES"

// hashNames is the same for the documents that hashDocuments is to hash, with commas between them.
const hashNames = "QUIRE_TEST_HASH"

func TestMain(m *testing.M) {
	if pages, err := strconv.Atoi(os.Getenv(coldPages)); err == nil {
		if err := coldRender(pages, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if names := os.Getenv(hashNames); names != "" {
		if err := hashDocuments(strings.Split(names, ","), os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func coldRender(pages int, w io.Writer) error {
	r, err := readRecording()
	if err != nil {
		return err
	}
	data, err := r.resized(pages).render()
	if err != nil {
		return err
	}
	if _, err = w.Write(data); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, peakMemory())
	return nil
}

// peakMemory is the most memory that this process had in use, in bytes; 0 where the system does not tell. What the parent
// of a process is told (ru_maxrss) counts the parent's own memory.
func peakMemory() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kB := 0.0
	fmt.Sscan(rest, &kB)
	return kB * 1024
}

// cold returns a command that sets a report in a process of its own.
func cold(pages int) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", coldPages, pages))
	return cmd
}

// BenchmarkReport measures what an export does besides running cells, in a process that has set a report before: from
// the note's bytes and its results to the PDF's.
func BenchmarkReport(b *testing.B) {
	for _, pages := range []int{7, 18, 200} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			r := recorded(b).resized(pages)
			b.ReportAllocs()
			var data []byte
			for b.Loop() {
				var err error
				if data, err = r.render(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(data))/1000, "kB")
			b.ReportMetric(float64(pageCount(data)), "pages")
		})
	}
}

// BenchmarkCold measures the same as a whole process: the start of the program, reading note and results, setting the
// report. cpu is user and system time of all threads, rss the most memory that was in use.
func BenchmarkCold(b *testing.B) {
	for _, pages := range []int{7, 18, 200} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			var cpu time.Duration
			var rss float64
			for b.Loop() {
				cmd := cold(pages)
				var said strings.Builder
				cmd.Stderr = &said
				if err := cmd.Run(); err != nil {
					b.Fatal(err, said.String())
				}
				cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
				peak := 0.0
				fmt.Sscan(said.String(), &peak)
				rss = max(rss, peak)
			}
			b.ReportMetric(float64(cpu.Microseconds())/1000/float64(b.N), "cpu-ms")
			b.ReportMetric(rss/1e6, "rss-MB")
		})
	}
}
