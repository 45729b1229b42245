package server

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"

	"quire/templates"
)

// An asset is an embedded file as the server answers with it.
type asset struct {
	files  fs.FS
	name   string
	kind   string
	packed bool          // the file is under gzip
	tag    func() string // the ETag: a hash, computed when first asked for
}

// packedSuffix marks the files that are embedded under gzip. They are served under the name without it.
const packedSuffix = ".gz"

var assetTypes = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".ttf": "font/ttf", ".svg": "image/svg+xml",
}

// listAssets lists what is served under /assets/: the built page and the fonts.
func listAssets() (map[string]asset, error) {
	assets := map[string]asset{}
	for _, from := range []struct {
		files    fs.FS
		root, to string
	}{{templates.Page, "page", ""}, {templates.HTML, "html", ""}, {templates.Fonts, "fonts", "fonts/"}} {
		err := fs.WalkDir(from.files, from.root, func(name string, d fs.DirEntry, err error) error {
			plain := strings.TrimSuffix(name, packedSuffix)
			kind := assetTypes[path.Ext(plain)]
			if err != nil || d.IsDir() || kind == "" {
				return err
			}
			a := asset{files: from.files, name: name, kind: kind, packed: plain != name}
			a.tag = sync.OnceValue(a.hash)
			assets[from.to+strings.TrimPrefix(plain, from.root+"/")] = a
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("list the page's files: %w", err)
		}
	}
	return assets, nil
}

func (a asset) hash() string {
	b, err := fs.ReadFile(a.files, a.name)
	if err != nil { // an embedded file that was listed can be read
		return ""
	}
	sum := sha256.Sum256(b)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// open returns the file for [http.ServeContent], packed as it is embedded; embedded files can seek.
func (a asset) open() (io.ReadSeekCloser, error) {
	f, err := a.files.Open(a.name)
	if err != nil {
		return nil, err
	}
	return f.(io.ReadSeekCloser), nil
}

// unpack returns a packed file as it was, for the reader that does not know gzip.
func (a asset) unpack() ([]byte, error) {
	f, err := a.open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", a.name, err)
	}
	return io.ReadAll(z)
}
