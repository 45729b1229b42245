package server

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTrust(t *testing.T) {
	dir := t.TempDir()
	note, other := create(t, filepath.Join(dir, "보고서.md")), create(t, filepath.Join(dir, "other.md"))
	store := NewTrustStore(filepath.Join(dir, "config", "trusted"))
	level := func(path string) TrustLevel {
		t.Helper()
		l, err := store.Level(path)
		check(t, err)
		return l
	}
	if got := level(note); got != TrustNone {
		t.Fatalf("a new note has trust %q", got)
	}
	check(t, store.Trust(note, TrustRun))
	write(t, note, "changed on disk")
	if got := level(note); got != TrustRun {
		t.Errorf("after an edit the trust is %q, want run", got)
	}
	if got := level(other); got != TrustNone {
		t.Errorf("the note beside it has trust %q", got)
	}
	check(t, store.Trust(note, TrustCreated))
	check(t, store.Trust(note, TrustRun))
	if got := level(note); got != TrustCreated {
		t.Errorf("running a note that was created here lowered its trust to %q", got)
	}

	check(t, os.Remove(note))
	if os.Symlink(other, note) == nil && level(note) != TrustNone {
		t.Error("a link in the place of a trusted note is trusted")
	}
	if _, err := store.Level(filepath.Join(dir, "none.md")); err == nil {
		t.Error("a missing note gave no error")
	}
}

func TestTrustIgnoresOtherRecords(t *testing.T) {
	dir := t.TempDir()
	note := create(t, filepath.Join(dir, "note.md"))
	store := NewTrustStore(dir)
	real, err := realPath(note)
	check(t, err)
	for _, record := range []string{"", "created", "created\n/somewhere/else.md", "root\n" + real, "created\n" + real + "\n"} {
		write(t, store.file(real), record)
		if got, err := store.Level(note); got != TrustNone || err != nil {
			t.Errorf("record %q gives trust %q, %v", record, got, err)
		}
	}
}

func TestTrustIsPrivate(t *testing.T) {
	dir := t.TempDir()
	note := create(t, filepath.Join(dir, "note.md"))
	store := NewTrustStore(filepath.Join(dir, "trusted"))
	check(t, store.Trust(note, TrustRun))
	checkPrivate(t, store.dir)
	entries, err := os.ReadDir(store.dir)
	check(t, err)
	if len(entries) != 1 {
		t.Fatalf("the store has %d files, want 1", len(entries))
	}
	checkPrivate(t, filepath.Join(store.dir, entries[0].Name()))
}
