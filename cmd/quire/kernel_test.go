package main

import "testing"

func TestByteSize(t *testing.T) {
	for _, c := range []struct {
		text, want string
		bytes      int64
	}{
		{"512MB", "512MB", 512 << 20},
		{"8GB", "8GB", 8 << 30},
		{"1.5 GiB", "1536MB", 3 << 29},
		{"100m", "100MB", 100 << 20},
	} {
		var b byteSize
		if err := b.Set(c.text); err != nil || int64(b) != c.bytes || b.String() != c.want {
			t.Errorf("Set(%q) = %v, %d, %q; want %d, %q", c.text, err, int64(b), b.String(), c.bytes, c.want)
		}
	}
	for _, text := range []string{"", "8", "GB", "-1GB", "1MB", "NaNGB", "1e300GB", "8 bananas"} {
		var b byteSize
		if err := b.Set(text); err == nil {
			t.Errorf("Set(%q) = %d, want an error", text, int64(b))
		}
	}
}
