package server

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A TrustLevel says how far the person at this computer trusts a note. Trust is given to a path and survives edits of
// the file.
type TrustLevel string

// The levels. A note that was created here runs freely; one that was only run here, which may come from somebody else,
// runs in the sandbox.
const (
	TrustNone    TrustLevel = ""        // opens without running anything
	TrustRun     TrustLevel = "run"     // somebody pressed Run here
	TrustCreated TrustLevel = "created" // `quire new` made it here
)

// A TrustStore remembers trusted paths: one small file for each, so that two servers never overwrite each other.
type TrustStore struct {
	dir string
}

// NewTrustStore returns the store in dir, which is created when it is first written to.
func NewTrustStore(dir string) *TrustStore { return &TrustStore{dir: dir} }

// DefaultTrustStore returns the store in the user's configuration folder. The error says that there is no such folder.
func DefaultTrustStore() (*TrustStore, error) {
	config, err := os.UserConfigDir()
	if err != nil {
		return nil, fmt.Errorf("find the folder of trusted notes: %w", err)
	}
	return NewTrustStore(filepath.Join(config, "quire", "trusted")), nil
}

// Trust records in the user's configuration folder that the note at path was created here.
func Trust(path string) error {
	store, err := DefaultTrustStore()
	if err != nil {
		return err
	}
	return store.Trust(path, TrustCreated)
}

// Level returns the trust in the note at path. A record that cannot be read or is not for this very path gives none.
func (t *TrustStore) Level(path string) (TrustLevel, error) {
	real, err := realPath(path)
	if err != nil {
		return TrustNone, err
	}
	data, err := os.ReadFile(t.file(real))
	if errors.Is(err, fs.ErrNotExist) {
		return TrustNone, nil
	}
	if err != nil {
		return TrustNone, fmt.Errorf("read the trust in %s: %w", path, err)
	}
	level, of, _ := strings.Cut(string(data), "\n")
	if of != real {
		return TrustNone, nil
	}
	switch l := TrustLevel(level); l {
	case TrustRun, TrustCreated:
		return l, nil
	}
	return TrustNone, nil
}

// Trust records level for the note at path, which must exist. It never lowers what is recorded.
func (t *TrustStore) Trust(path string, level TrustLevel) error {
	real, err := realPath(path)
	if err != nil {
		return err
	}
	if had, err := t.Level(path); err == nil && (had == level || had == TrustCreated) {
		return nil
	}
	if err := os.MkdirAll(t.dir, 0o700); err != nil {
		return fmt.Errorf("record the trust in %s: %w", path, err)
	}
	if err := replaceFile(t.file(real), []byte(string(level)+"\n"+real)); err != nil {
		return fmt.Errorf("record the trust in %s: %w", path, err)
	}
	return nil
}

func (t *TrustStore) file(real string) string {
	sum := sha256.Sum256([]byte(real))
	return filepath.Join(t.dir, hex.EncodeToString(sum[:16]))
}

// realPath is the absolute path of an existing file with links resolved: the name that trust is given to, so that a
// link put in the place of a trusted note is not trusted.
func realPath(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// replaceFile writes data to path in one step, readable by the user alone.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, which is right
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
