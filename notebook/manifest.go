package notebook

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"quire/notebook/output"
)

// A Manifest says what a report was made from and what came out, so that somebody else can make it again and compare.
// It holds no clock, no host and no path.
type Manifest struct {
	Format int             `json:"format"` // 1
	Engine []EngineVersion `json:"engine"` // what the results depend on besides the note
	Note   string          `json:"note"`   // the note's file name, without its folder
	SHA256 string          `json:"sha256"` // of the note's bytes as they are attached
	Seed   int64           `json:"seed"`
	Params []ManifestParam `json:"params,omitempty"`
	Cells  []ManifestCell  `json:"cells"`
}

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

// A ManifestCell is one cell: the hash of its source, and the hash of each of its outputs in order.
type ManifestCell struct {
	Key      string   `json:"key"`
	Source   string   `json:"source"`
	Status   Status   `json:"status"`
	Volatile bool     `json:"volatile,omitempty"` // not to be compared
	Result   string   `json:"result,omitempty"`   // over everything that the cell put out
	Outputs  []string `json:"outputs,omitempty"`  // of each output that is shown
}

// NewManifest describes a run of n. attached is the note as the report carries it, engine what it ran on.
func NewManifest(n *Note, res *Results, attached []byte, engine []EngineVersion) *Manifest {
	m := &Manifest{Format: 1, Engine: engine, Note: baseName(n.Name), SHA256: hashHex(attached), Seed: n.Meta.Seed}
	for _, p := range n.Meta.Params {
		m.Params = append(m.Params, ManifestParam(p))
	}
	for i, c := range n.Cells {
		r := res.Cells[i]
		mc := ManifestCell{
			Key: c.Key, Source: hashHex([]byte(c.Source)), Status: r.Status,
			Result: r.Hash,
		}
		mc.Volatile, _ = c.verdict(r.Volatile, r.Reason)
		for _, o := range r.Outputs {
			if o.Kind() != output.KindProgress {
				mc.Outputs = append(mc.Outputs, output.Hash(o))
			}
		}
		m.Cells = append(m.Cells, mc)
	}
	return m
}

// JSON writes the manifest, the same bytes for the same run.
func (m *Manifest) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return append(b, '\n'), nil
}

func hashHex(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
