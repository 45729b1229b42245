package interp

import (
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// Options are what a kernel needs besides the note's own values. The zero value is good.
type Options struct {
	// Memory is how many bytes cells may use; 0 means DefaultMemory, less than 0 no limit.
	Memory int64
	// MaxText is how many bytes one cell may print; 0 means DefaultMaxText.
	MaxText int64
	// MaxOutputs is how many outputs that are not text one cell may show; 0 means DefaultMaxOutputs.
	MaxOutputs int
	// Read lists folders that a sandboxed worker may read besides the note's own; nil means DataFolders().
	Read []string
	// Write lists folders that a sandboxed worker may write besides its own for temporary files.
	Write []string
	// Confined refuses to run a cell of a sandboxed kernel where the system cannot confine it: Run's error is then
	// ErrUnconfined.
	Confined bool
	// Grace is how long an interrupted cell has before it is killed; 0 means 1.5 s.
	Grace time.Duration
	// Notice is told in Korean and in English what the sandbox cannot confine on this system. It may be nil.
	Notice func(ko, en string)
	// Log is told of workers that begin and end. It may be nil.
	Log *slog.Logger
}

// The defaults of Options.
const (
	DefaultMemory     = 4 << 30
	DefaultMaxText    = 4 << 30
	DefaultMaxOutputs = 10_000
)

// DataFolders returns the folders of data sets: $QUIRE_DATA and that in the user's cache.
func DataFolders() []string {
	var list []string
	if dir := os.Getenv("QUIRE_DATA"); dir != "" {
		list = append(list, dir)
	}
	if dir, err := os.UserCacheDir(); err == nil {
		list = append(list, filepath.Join(dir, "quire", "data"))
	}
	return list
}

func (o Options) withDefaults() Options {
	if o.Memory == 0 {
		o.Memory = DefaultMemory
	}
	if o.MaxText == 0 {
		o.MaxText = DefaultMaxText
	}
	if o.MaxOutputs == 0 {
		o.MaxOutputs = DefaultMaxOutputs
	}
	if o.Read == nil {
		o.Read = DataFolders()
	}
	if o.Grace == 0 {
		o.Grace = 1500 * time.Millisecond
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}
