package server

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"testing"
)

// TestPackedFonts asks for a font that is embedded under gzip: it comes packed to those who can unpack it, and as it was
// to all others.
func TestPackedFonts(t *testing.T) {
	const target = "/assets/fonts/PretendardJP-Regular.ttf"
	s := newSite(t, Options{})
	ask := func(accept string) (string, http.Header) {
		t.Helper()
		status, body, header := s.do(t, "GET", target, "", func(r *http.Request) { r.Header.Set("Accept-Encoding", accept) })
		if status != 200 || header.Get("Content-Type") != "font/ttf" || header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: status %d, %v", accept, status, header)
		}
		return body, header
	}
	packed, header := ask("br, gzip;q=0.8")
	if got := header.Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("the encoding is %q, want gzip", got)
	}
	z, err := gzip.NewReader(bytes.NewReader([]byte(packed)))
	check(t, err)
	want, err := io.ReadAll(z)
	check(t, err)
	for _, accept := range []string{"identity", "gzip;q=0", "br"} {
		plain, other := ask(accept)
		if other.Get("Content-Encoding") != "" || plain != string(want) {
			t.Errorf("Accept-Encoding %q: encoding %q, %d bytes, want the font of %d bytes", accept, other.Get("Content-Encoding"), len(plain), len(want))
		}
		if other.Get("ETag") == header.Get("ETag") {
			t.Errorf("Accept-Encoding %q: the same tag for other bytes", accept)
		}
	}
	status, _, _ := s.do(t, "GET", target, "", func(r *http.Request) {
		r.Header.Set("Accept-Encoding", "gzip")
		r.Header.Set("If-None-Match", header.Get("ETag"))
	})
	if status != http.StatusNotModified {
		t.Errorf("asked again: status %d, want 304", status)
	}
}
