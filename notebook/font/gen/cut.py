"""Cuts the fonts QuireHan-Regular.otf and QuireSymbols-Regular.ttf from larger ones (fontTools 4.38 or later).

    cd notebook/font && python3 gen/cut.py NotoSansCJK-Regular.ttc DejaVuSans.ttf TwemojiMozilla.woff2 OUT
    go run ./gen OUT/QuireHan-Regular.otf OUT/QuireSymbols-Regular.ttf OUT/TwemojiMozilla.ttf

What is cut keeps its outlines, loses hints and features, and carries a name of its own. The emoji font only
loses its compression.
"""

import gzip
import io
import sys
import unicodedata

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FONTS = "../../templates/fonts/"


def characters(path):
    data = open(path, "rb").read()
    if path.endswith(".gz"):
        data = gzip.decompress(data)
    return set(TTFont(io.BytesIO(data)).getBestCmap())


def ranges(*pairs):
    return {c for first, last in pairs for c in range(first, last + 1)}


def double_bytes(encoding, first, last):
    """The characters of a two-byte table, as they are and composed."""
    out = set()
    for high in range(first, last + 1):
        for low in range(0xA1, 0xFF):
            try:
                s = bytes([high, low]).decode(encoding)
            except UnicodeDecodeError:
                continue
            out |= {ord(s), *map(ord, unicodedata.normalize("NFC", s))}
    return out


def cut(font, want, family, path):
    o = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[])
    o.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "kern", "FFTM", "DSIG", "gasp", "cvt ", "fpgm", "prep"]
    s = subset.Subsetter(o)
    s.populate(unicodes=want)
    s.subset(font)
    names = font["name"]
    names.names = []
    for number, text in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        names.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        font["CFF "].cff.fontNames[0] = family.replace(" ", "")
    font["post"].formatType = 3.0
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(path)


def main(cjk, dejavu, emoji, out):
    sans = characters(FONTS + "Pretendard-Regular.ttf") | characters(FONTS + "PretendardJP-Regular.ttf.gz")
    mono = characters(FONTS + "D2Coding-Regular.ttf")
    han = double_bytes("euc_kr", 0xCA, 0xFD) | double_bytes("gb2312", 0xB0, 0xF7) | ranges(
        (0x1100, 0x11FF), (0x2E80, 0x2FDF), (0x3000, 0x33FF), (0xA960, 0xA97F), (0xD7B0, 0xD7FF), (0xF900, 0xFAFF), (0xFE10, 0xFE4F), (0xFF00, 0xFFEF))
    han |= ranges((0x2460, 0x24FF)) - mono
    korean = next(f for f in TTCollection(cjk).fonts if f["name"].getDebugName(1) == "Noto Sans CJK KR")
    korean["head"].unitsPerEm = 1063  # ideographs as wide as those of Pretendard JP: they stand side by side
    cut(korean, han - sans, "Quire Han", out + "/QuireHan-Regular.otf")
    have = sans | mono | characters(out + "/QuireHan-Regular.otf")
    signs = ranges((0xA0, 0x58F), (0x10A0, 0x10FF), (0x1D00, 0x2BFF), (0x2C60, 0x2C7F), (0x2E00, 0x2E7F), (0xA640, 0xA7FF), (0xFB00, 0xFB06))
    font = TTFont(dejavu)
    cut(font, (signs - have) & set(font.getBestCmap()), "Quire Symbols", out + "/QuireSymbols-Regular.ttf")
    font = TTFont(emoji)
    font.flavor = None
    font.recalcTimestamp = False
    font.save(out + "/TwemojiMozilla.ttf")


main(*sys.argv[1:])
