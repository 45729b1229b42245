package font

import (
	"testing"
	"unicode/utf8"
)

func TestEmojiLen(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "",
		"a":                "",
		"1":                "",
		"1️":               "",
		"가😀":               "",
		"😀가":               "😀",
		"1️⃣2":             "1️⃣",
		"#⃣":               "#⃣",
		"🇰🇷🇺🇸":             "🇰🇷",
		"🇰가":               "🇰",
		"👍🏽👍":              "👍🏽",
		"👩‍💻!":             "👩‍💻",
		"👨‍👩‍👧‍👦👨":         "👨‍👩‍👧‍👦",
		"😀\u200d가":         "😀",
		"☀ ":               "",
		"☀️ ":              "☀️",
		"⭐︎":               "",
		"⭐":                "⭐",
		"✅ 통과":             "✅",
		"✓":                "",
		"™":                "",
		"©️":               "©️",
		"🏴󠁧󠁢󠁥󠁮󠁧󠁿x":         "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
		"🏳️‍🌈":             "🏳️‍🌈",
		"\u200d😀":          "",
		"\U0001FADD\u200d": "",
	} {
		if n := EmojiLen(text); text[:n] != want {
			t.Errorf("EmojiLen(%q) = %q, want %q", text, text[:n], want)
		}
	}
}

// Sequences are one picture each, and every picture is a stack of layers with ink.
func TestEmojiGlyphs(t *testing.T) {
	f := Get(Emoji)
	for _, text := range []string{"😀", "1️⃣", "🇰🇷", "👍🏽", "👩‍💻", "👨‍👩‍👧‍👦", "❤️", "❤️‍🔥", "🏳️‍🌈", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🕵️‍♀️", "☺️", "✅", "⚠️"} {
		gids := f.emoji(text)
		if len(gids) != 1 || len(f.Layers(gids[0])) == 0 {
			t.Errorf("%s is drawn by the glyphs %v", text, gids)
			continue
		}
		for _, l := range f.Layers(gids[0]) {
			if len(f.Outline(l.GID)) == 0 {
				t.Errorf("%s has a layer without ink, glyph %d", text, l.GID)
			}
		}
	}
	if gids := f.emoji("😀\u200d🚀"); len(gids) != 2 { // no such picture: its parts
		t.Errorf("what is joined at will is drawn by the glyphs %v, want two", gids)
	}
}

// A colour that layers name is in the palette, and what has no layers is reported so.
func TestLayers(t *testing.T) {
	f := Get(Emoji)
	stacks := 0
	for gid := range f.NumGlyphs() {
		for _, l := range f.Layers(gid) {
			if l.GID >= f.NumGlyphs() || l.Color.A == 0 && !l.Ink {
				t.Fatalf("glyph %d has the layer %+v", gid, l)
			}
			stacks++
		}
	}
	if stacks < 10_000 {
		t.Errorf("all glyphs have %d layers", stacks)
	}
	if l := Get(Sans).Layers(5); l != nil {
		t.Errorf("a glyph of the sans face has the layers %v", l)
	}
}

func FuzzEmojiLen(f *testing.F) {
	f.Add("👨‍👩‍👧‍👦")
	f.Add("1️⃣")
	f.Fuzz(func(t *testing.T, text string) {
		n := EmojiLen(text)
		if n < 0 || n > len(text) || utf8.ValidString(text) && !utf8.ValidString(text[:n]) {
			t.Fatalf("EmojiLen(%q) = %d", text, n)
		}
		if n > 0 && len(Get(Emoji).emoji(text[:n])) == 0 {
			t.Fatalf("no glyphs for %q", text[:n])
		}
	})
}
