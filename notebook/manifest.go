package notebook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"quire/notebook/output"
)

// A Manifest says what a report was made from and what came out, so that somebody else can make it again and compare.
// It holds no clock, no host and no path. A PDF's own bytes follow from the note, the files, the params and the results:
// nothing else that an export can be told enters the file.
type Manifest struct {
	Format   int               `json:"format"` // ManifestFormat
	Engine   []EngineVersion   `json:"engine"` // what the results depend on besides the note
	Note     string            `json:"note"`   // the note's file name, without its folder
	SHA256   string            `json:"sha256"` // of the note's bytes as they are attached
	Seed     int64             `json:"seed"`
	Params   []ManifestParam   `json:"params,omitempty"`
	DataSets []ManifestDataSet `json:"data,omitempty"`
	Files    []ManifestFile    `json:"files,omitempty"` // what the note shows and reads, as attached
	Cells    []ManifestCell    `json:"cells"`
}

// ManifestFormat is the format that this package writes and reads.
const ManifestFormat = 1

// ManifestName is the name under which a report carries its manifest.
const ManifestName = "quire.json"

// An EngineVersion names one program or library that results depend on.
type EngineVersion struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// A ManifestParam is a param with the value that the run used.
type ManifestParam struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// A ManifestDataSet is a data set that the cells load by name. SHA256 is empty for one that is made by the engine itself.
type ManifestDataSet struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256,omitempty"`
}

// A ManifestFile is a file of the note's folder that the report carries.
type ManifestFile struct {
	Name   string `json:"name"` // from the note's folder, with slashes
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

// A ManifestCell is one cell: the hash of its source, and each of its outputs in order.
type ManifestCell struct {
	Key      string           `json:"key"`
	Source   string           `json:"source"`
	Status   Status           `json:"status"`
	Volatile bool             `json:"volatile,omitempty"` // not to be compared
	Result   string           `json:"result,omitempty"`   // over everything that the cell put out
	Outputs  []ManifestOutput `json:"outputs,omitempty"`  // what of it a reader can be shown
}

// A ManifestOutput is one output of a cell.
type ManifestOutput struct {
	Kind   output.Kind `json:"kind"`
	SHA256 string      `json:"sha256"` // of its canonical bytes
	Text   string      `json:"text"`   // its text form, lines left out when it is long: to show a difference
	// Data holds the canonical bytes of a volatile output. No other run gives it again, so the pages that show it can only
	// be made from what the first run gave.
	Data []byte `json:"data,omitempty"`
}

// The bounds of what a manifest keeps of outputs, in bytes: the text of one output, and the volatile outputs of a cell.
const (
	manifestText     = 16 << 10
	manifestVolatile = 4 << 20
)

// Made is what a report is made from besides the note and its results.
type Made struct {
	Source   []byte // the note as the report carries it
	Engine   []EngineVersion
	DataSets []ManifestDataSet
	Files    []ManifestFile
}

// NewManifest describes a run of n. res may lack cells, as on a page on which not all has run.
func NewManifest(n *Note, res *Results, made Made) *Manifest {
	m := &Manifest{
		Format: ManifestFormat, Engine: made.Engine, Note: baseName(n.Name), SHA256: HashBytes(made.Source), Seed: n.Meta.Seed,
		DataSets: made.DataSets, Files: made.Files,
	}
	for _, p := range n.Meta.Params {
		m.Params = append(m.Params, ManifestParam(p))
	}
	for i, c := range n.Cells {
		r := &CellResult{Key: c.Key, Status: StatusQueued}
		if res != nil && i < len(res.Cells) && res.Cells[i] != nil {
			r = res.Cells[i]
		}
		m.Cells = append(m.Cells, manifestCell(c, r))
	}
	return m
}

func manifestCell(c *Cell, r *CellResult) ManifestCell {
	mc := ManifestCell{Key: c.Key, Source: HashBytes([]byte(c.Source)), Status: r.Status, Result: r.Hash}
	mc.Volatile, _ = c.verdict(r.Volatile, r.Reason)
	kept := 0
	for _, o := range r.Outputs {
		if o.Kind() == output.KindProgress {
			continue
		}
		mo := ManifestOutput{Kind: o.Kind(), SHA256: output.Hash(o), Text: manifestExcerpt(o)}
		if mc.Volatile {
			data := output.Canonical(o)
			if kept += len(data); kept <= manifestVolatile {
				mo.Data = data
			}
		}
		mc.Outputs = append(mc.Outputs, mo)
	}
	return mc
}

// manifestExcerpt is the text form of an output, as much of it as a report shows and a manifest keeps.
func manifestExcerpt(o output.Output) string {
	if t, ok := o.(*output.Text); ok {
		o = output.Excerpt(t, reportHead, reportTail)
	}
	s := strings.ToValidUTF8(o.Plain(), "\ufffd")
	if len(s) <= manifestText {
		return s
	}
	end := manifestText
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// JSON writes the manifest, the same bytes for the same run.
func (m *Manifest) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return append(b, '\n'), nil
}

// The bounds of a manifest that is read.
const (
	maxManifest      = 64 << 20
	maxManifestItems = 100_000
)

// ErrManifestFormat is the error of a manifest that a newer version wrote.
var ErrManifestFormat = errors.New("the manifest has a format that this version does not know")

// ParseManifest reads a manifest that is not trusted. What it returns may say anything, but names in it are those of
// ordinary files below a folder.
func ParseManifest(data []byte) (*Manifest, error) {
	if len(data) > maxManifest {
		return nil, fmt.Errorf("read manifest: more than %d MB", maxManifest>>20)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber() // whole numbers need not fit in a float64
	m := &Manifest{}
	if err := d.Decode(m); err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	if m.Format != ManifestFormat {
		return nil, fmt.Errorf("read manifest: format %d: %w", m.Format, ErrManifestFormat)
	}
	if strings.Contains(m.Note, "/") || !IsCarriedName(m.Note) {
		return nil, fmt.Errorf("read manifest: %q is no name of a note", m.Note)
	}
	for _, f := range m.Files {
		if !IsCarriedName(f.Name) {
			return nil, fmt.Errorf("read manifest: %q is no name of a file", f.Name)
		}
	}
	if len(m.Cells) > maxManifestItems || len(m.Files) > maxManifestItems || len(m.Params) > maxManifestItems {
		return nil, errors.New("read manifest: too many entries")
	}
	return m, nil
}

// IsCarriedName tells whether a name can be that of a file which a report carries: one in the note's folder or below it,
// written in one way only, on every system.
func IsCarriedName(name string) bool {
	if name == "" || len(name) > 1000 || path.Clean(name) != name || !utf8.ValidString(name) || strings.ContainsAny(name, "\\:*?\"<>|") {
		return false
	}
	for _, r := range name {
		if r < ' ' || r == 0x7f {
			return false
		}
	}
	return name != "." && filepath.IsLocal(filepath.FromSlash(name))
}

// Assignments returns the params as --set takes them.
func (m *Manifest) Assignments() []string {
	var out []string
	for _, p := range m.Params {
		var value string
		switch v := p.Value.(type) {
		case bool:
			value = strconv.FormatBool(v)
		case int64:
			value = strconv.FormatInt(v, 10)
		case float64:
			value = strconv.FormatFloat(v, 'g', -1, 64)
		default:
			value = fmt.Sprint(v) // a string, or a number as it was written
		}
		out = append(out, p.Name+"="+value)
	}
	return out
}

// HashBytes returns the SHA-256 of b in hexadecimal.
func HashBytes(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
