package pdf

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"quire/notebook"
)

// A Carried is what a report carries to be made again: the note, the files that it shows and reads, and the manifest.
// Nothing of it is to be trusted, but names are safe: every one is that of an ordinary file below a folder, and no two of
// them can be the same file on any system.
type Carried struct {
	Manifest     *notebook.Manifest
	ManifestJSON []byte
	Note         []byte
	Files        []Attachment // without note and manifest
}

// ErrNoReport is the error of a PDF that Quire did not make, or that has lost what it carried.
var ErrNoReport = errors.New("the PDF carries no note of Quire")

// A ForgedError tells that what a PDF carries was changed after the export, in a way that leaves open what it is.
type ForgedError struct {
	Name string // of an attachment
	Twin bool   // there is another of this name
}

// Error says what is wrong with which attachment.
func (e *ForgedError) Error() string {
	if e.Twin {
		return fmt.Sprintf("the PDF carries two files named %q", e.Name)
	}
	return fmt.Sprintf("the PDF carries a file with the name %q, which no export gives", e.Name)
}

// OpenCarried reads back what a report carries. The error is ErrNoReport, a *ForgedError, or says what is damaged.
func OpenCarried(pdf []byte) (*Carried, error) {
	list, err := Attachments(pdf)
	if err != nil {
		return nil, err
	}
	byName := map[string]Attachment{}
	fold := cases.Fold()
	for _, a := range list {
		if !notebook.IsCarriedName(a.Name) {
			return nil, &ForgedError{Name: a.Name}
		}
		key := fold.String(norm.NFC.String(a.Name)) // as file systems compare names that compare them least
		if _, twin := byName[key]; twin {
			return nil, &ForgedError{Name: a.Name, Twin: true}
		}
		byName[key] = a
	}
	c := &Carried{}
	manifest, ok := byName[notebook.ManifestName]
	if !ok || manifest.Name != notebook.ManifestName {
		return nil, ErrNoReport
	}
	c.ManifestJSON = manifest.Data
	if c.Manifest, err = notebook.ParseManifest(manifest.Data); err != nil {
		return nil, err
	}
	found := false
	for _, a := range list {
		switch a.Name {
		case notebook.ManifestName:
		case c.Manifest.Note:
			c.Note, found = a.Data, true
		default:
			c.Files = append(c.Files, a)
		}
	}
	if !found {
		return nil, fmt.Errorf("%w: its manifest names %q, which is not there", ErrNoReport, c.Manifest.Note)
	}
	return c, c.nested()
}

// nested refuses files that lie below another file.
func (c *Carried) nested() error {
	names := map[string]bool{c.Manifest.Note: true, notebook.ManifestName: true}
	for _, f := range c.Files {
		names[f.Name] = true
	}
	for _, f := range c.Files {
		for i := range f.Name {
			if f.Name[i] == '/' && names[f.Name[:i]] {
				return &ForgedError{Name: f.Name}
			}
		}
	}
	return nil
}

// Mismatches tells in which ways what a report carries does not fit its manifest: the names of files that the manifest
// describes otherwise, that it does not have, or that it has and the report does not.
func (c *Carried) Mismatches() (changed, extra, missing []string) {
	recorded := map[string]string{}
	for _, f := range c.Manifest.Files {
		recorded[f.Name] = f.SHA256
	}
	if notebook.HashBytes(c.Note) != c.Manifest.SHA256 {
		changed = append(changed, c.Manifest.Note)
	}
	for _, f := range c.Files {
		sum, ok := recorded[f.Name]
		delete(recorded, f.Name)
		switch {
		case !ok:
			extra = append(extra, f.Name)
		case !strings.EqualFold(sum, notebook.HashBytes(f.Data)):
			changed = append(changed, f.Name)
		}
	}
	for _, f := range c.Manifest.Files {
		if _, left := recorded[f.Name]; left {
			delete(recorded, f.Name)
			missing = append(missing, f.Name)
		}
	}
	return changed, extra, missing
}
