package interp

import (
	"strings"
	"testing"
)

func TestFirstLine(t *testing.T) {
	for report, want := range map[string]string{
		"": "",
		"runtime: goroutine stack exceeds 1000-byte limit\nfatal error: stack overflow\n\nruntime stack:\n": "stack overflow",
		"panic: boom\n\ngoroutine 7 [running]:\n":                                                           "panic: boom",
		"fatal error: concurrent map writes\n\ngoroutine 7 [running]:\n":                                    "concurrent map writes",
		"\n\nSIGQUIT: quit\n": "SIGQUIT: quit",
	} {
		if got := firstLine(report); got != want {
			t.Errorf("firstLine(%q) = %q, want %q", report, got, want)
		}
	}
}

func TestStoppedSaysWhatHappened(t *testing.T) {
	for _, stage := range []string{stageInterrupt, stageTimeout, stageLimit} {
		soft, hard := stopped(stage, false, place{"c", "", 3}), stopped(stage, true, place{"c", "", 3})
		if soft.HintKo == "" || soft.HintEn == "" || soft.Frames[0].Line != 3 {
			t.Errorf("%s: %+v", stage, soft)
		}
		if !strings.HasSuffix(hard.HintEn, restartedEn) || !strings.HasSuffix(hard.HintKo, restartedKo) {
			t.Errorf("%s: the restart is not told: %+v", stage, hard)
		}
	}
}

func TestUnconfined(t *testing.T) {
	if ko, en := unconfined(Ready{true, true, true, true}); ko != "" || en != "" {
		t.Errorf("everything is confined: %q, %q", ko, en)
	}
	ko, en := unconfined(Ready{Memory: true})
	if !strings.Contains(en, "files outside the note's folder, the network, other processes.") || !strings.Contains(ko, "네트워크") {
		t.Errorf("nothing is confined: %q, %q", ko, en)
	}
}

func TestBytesText(t *testing.T) {
	for n, want := range map[int64]string{4 << 30: "4 GiB", 3 << 29: "1.5 GiB", 256 << 20: "256 MiB", 1000: "1000 bytes"} {
		if got := bytesText(n); got != want {
			t.Errorf("bytesText(%d) = %q, want %q", n, got, want)
		}
	}
}
