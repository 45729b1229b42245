package nn

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"strconv"
	"time"
)

// searchFormat is how the file of a search begins: {"format":"quire search 1", …}.
const searchFormat = "quire search 1"

// searchFile is the JSON of a search. Numbers that JSON has not, such as NaN, are texts.
type searchFile struct {
	Format string      `json:"format"`
	Seed   string      `json:"seed"`
	Axes   []Axis      `json:"axes"`
	Ranges []Range     `json:"ranges,omitempty"`
	Trials []trialFile `json:"trials"`
}

type trialFile struct {
	Number int      `json:"number"`
	Values []string `json:"values"`
	Score  string   `json:"score"`
	Err    string   `json:"err,omitempty"`
	Done   bool     `json:"done"`
	Read   uint64   `json:"read"`
	Nanos  int64    `json:"nanoseconds"`
}

func numberText(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// Save writes the result as JSON, for LoadSearch. Histories of trials are left out.
func (s *SearchResult) Save(w io.Writer) error { return s.save(w, s.Trials) }

func (s *SearchResult) save(w io.Writer, trials []*Trial) error {
	f := searchFile{Format: searchFormat, Seed: strconv.FormatUint(s.Seed, 16), Axes: s.Axes, Ranges: s.Ranges}
	for _, t := range trials {
		tf := trialFile{Number: t.Number, Score: numberText(t.Score), Err: t.Err, Done: t.Done, Read: t.read, Nanos: int64(t.Elapsed)}
		for _, v := range t.Values {
			tf.Values = append(tf.Values, numberText(v))
		}
		f.Trials = append(f.Trials, tf)
	}
	e := json.NewEncoder(w)
	if err := e.Encode(f); err != nil {
		return fmt.Errorf("save search: %w", err)
	}
	return nil
}

// LoadSearch reads what Save wrote. The result can be looked at, and given to Search or RandomSearch as Resume.
func LoadSearch(r io.Reader) (*SearchResult, error) {
	var f searchFile
	if err := json.NewDecoder(r).Decode(&f); err != nil {
		return nil, fmt.Errorf("load search: %w", err)
	}
	if f.Format != searchFormat {
		return nil, fmt.Errorf("load search: this is not a saved search: the format is %q, not %q", f.Format, searchFormat)
	}
	seed, err := strconv.ParseUint(f.Seed, 16, 64)
	if err != nil {
		return nil, fmt.Errorf("load search: the seed %q is no number", f.Seed)
	}
	if len(f.Ranges) != 0 && len(f.Ranges) != len(f.Axes) {
		return nil, fmt.Errorf("load search: %d ranges for %d axes", len(f.Ranges), len(f.Axes))
	}
	s := &SearchResult{Axes: f.Axes, Ranges: f.Ranges, Seed: seed}
	for i, tf := range f.Trials {
		t, err := tf.trial(s)
		if err != nil {
			return nil, fmt.Errorf("load search: trial %d: %w", i, err)
		}
		s.Trials = append(s.Trials, t)
	}
	s.warn()
	return s, nil
}

// trial returns the trial that was saved.
func (f trialFile) trial(s *SearchResult) (*Trial, error) {
	t := &Trial{Number: f.Number, Err: f.Err, Done: f.Done, Elapsed: time.Duration(f.Nanos), axes: s.Axes, read: f.Read, Rand: NewRand(s.Seed + uint64(f.Number))}
	if len(f.Values) != len(s.Axes) {
		return nil, fmt.Errorf("%d values for %d axes", len(f.Values), len(s.Axes))
	}
	for _, text := range append([]string{f.Score}, f.Values...) {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no number", text)
		}
		t.Values = append(t.Values, v)
	}
	t.Score, t.Values = t.Values[0], t.Values[1:]
	if t.Err == "" && math.IsNaN(t.Score) {
		return nil, errors.New("the score is NaN, and there is no reason")
	}
	return t, nil
}

// fromFile reads the search that the file holds, when there is one, into resume.
func (s *searching) fromFile(op string, resume *SearchResult) *SearchResult {
	if resume == nil {
		resume = &SearchResult{}
	}
	f, err := os.Open(s.file)
	if errors.Is(err, fs.ErrNotExist) {
		return resume
	}
	var saved *SearchResult
	if err == nil {
		saved, err = LoadSearch(f)
		f.Close()
	}
	if err != nil {
		misuse(op, "the file cannot be continued from: %v; give another File, or remove it", err)
	}
	if !resume.begun() {
		*resume = *saved
	}
	return resume
}

// write writes trials that have ended to the file, all of them or nothing.
func (s *searching) write(trials []*Trial) {
	if s.file == "" {
		return
	}
	if err := putFile(s.file, func(w io.Writer) error { return s.res.save(w, trials) }); err != nil && s.res.FileErr == nil {
		s.res.FileErr = fmt.Errorf("write search: %w", err)
		fmt.Fprintln(s.host.Log, s.res.FileErr)
	}
}
