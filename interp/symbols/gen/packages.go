package main

import (
	"path"
	"slices"
	"strings"
)

// A source is one package to make a table of.
type source struct {
	path     string
	withheld []string // exported names that cells do not get
	unix     bool     // the package does not exist on Windows
	compose  []composite
}

// from is the package that cells get under the path: our copy where there is one, which knows the types of cells.
func (s source) from() string {
	if slices.Contains(copied, s.path) {
		return "quire/interp/worker/" + s.path
	}
	return s.path
}

// copied lists the packages that package worker has copies of.
var copied = []string{"encoding/binary", "encoding/gob", "encoding/json", "encoding/xml", "text/template", "html/template"}

// A composite names an interface whose users look for more methods on its values: each subset of the optional
// interfaces gets a wrapper of its own, or each of the sets, where they are given. Names without a path are of the same
// package.
type composite struct {
	base     string
	optional []string
	sets     [][]string
}

// denied lists packages of the standard library that cells do not get: those that need the compiler or the linker,
// those that start processes or leave the type system, those that act when they are merely imported, and those that
// take binaries apart, which only make the program larger.
var denied = []string{
	"embed", "expvar", "go/build", "go/importer", "net/http/cgi", "net/http/fcgi", "net/http/pprof", "net/rpc",
	"net/rpc/jsonrpc", "os/exec", "plugin", "syscall", "time/tzdata", "unsafe",
	"testing", "debug/", "runtime/cgo", "runtime/coverage", "runtime/race", "crypto/mlkem/mlkemtest",
	"testing/cryptotest", "testing/synctest", "testing/slogtest",
}

// withheld lists exported names that cells do not get although they get the package.
var withheld = map[string][]string{
	"encoding/gob":  {"Reset"},
	"encoding/json": {"Reset"},
	"os":            {"StartProcess", "FindProcess"},
	"runtime/debug": {"SetCrashOutput", "WriteHeapDump"},
}

// extra lists what cells can import besides the standard library. Packages of gonum that encode graphs are not among
// them: they ask values for methods that no wrapper has.
var extra = []string{
	"gonum.org/v1/gonum/blas",
	"gonum.org/v1/gonum/blas/blas32",
	"gonum.org/v1/gonum/blas/blas64",
	"gonum.org/v1/gonum/blas/cblas128",
	"gonum.org/v1/gonum/cmplxs",
	"gonum.org/v1/gonum/cmplxs/cscalar",
	"gonum.org/v1/gonum/diff/fd",
	"gonum.org/v1/gonum/dsp/fourier",
	"gonum.org/v1/gonum/dsp/transform",
	"gonum.org/v1/gonum/dsp/window",
	"gonum.org/v1/gonum/floats",
	"gonum.org/v1/gonum/floats/scalar",
	"gonum.org/v1/gonum/graph",
	"gonum.org/v1/gonum/graph/coloring",
	"gonum.org/v1/gonum/graph/community",
	"gonum.org/v1/gonum/graph/flow",
	"gonum.org/v1/gonum/graph/graphs/gen",
	"gonum.org/v1/gonum/graph/iterator",
	"gonum.org/v1/gonum/graph/layout",
	"gonum.org/v1/gonum/graph/multi",
	"gonum.org/v1/gonum/graph/network",
	"gonum.org/v1/gonum/graph/path",
	"gonum.org/v1/gonum/graph/path/dynamic",
	"gonum.org/v1/gonum/graph/product",
	"gonum.org/v1/gonum/graph/set/uid",
	"gonum.org/v1/gonum/graph/simple",
	"gonum.org/v1/gonum/graph/spectral",
	"gonum.org/v1/gonum/graph/topo",
	"gonum.org/v1/gonum/graph/traverse",
	"gonum.org/v1/gonum/integrate",
	"gonum.org/v1/gonum/integrate/quad",
	"gonum.org/v1/gonum/interp",
	"gonum.org/v1/gonum/lapack",
	"gonum.org/v1/gonum/mat",
	"gonum.org/v1/gonum/mathext",
	"gonum.org/v1/gonum/mathext/prng",
	"gonum.org/v1/gonum/num/dual",
	"gonum.org/v1/gonum/num/dualcmplx",
	"gonum.org/v1/gonum/num/dualquat",
	"gonum.org/v1/gonum/num/hyperdual",
	"gonum.org/v1/gonum/num/quat",
	"gonum.org/v1/gonum/optimize",
	"gonum.org/v1/gonum/optimize/convex/lp",
	"gonum.org/v1/gonum/optimize/functions",
	"gonum.org/v1/gonum/spatial/barneshut",
	"gonum.org/v1/gonum/spatial/curve",
	"gonum.org/v1/gonum/spatial/kdtree",
	"gonum.org/v1/gonum/spatial/r1",
	"gonum.org/v1/gonum/spatial/r2",
	"gonum.org/v1/gonum/spatial/r3",
	"gonum.org/v1/gonum/spatial/transform",
	"gonum.org/v1/gonum/spatial/vptree",
	"gonum.org/v1/gonum/stat",
	"gonum.org/v1/gonum/stat/card",
	"gonum.org/v1/gonum/stat/combin",
	"gonum.org/v1/gonum/stat/distmat",
	"gonum.org/v1/gonum/stat/distmv",
	"gonum.org/v1/gonum/stat/distuv",
	"gonum.org/v1/gonum/stat/mds",
	"gonum.org/v1/gonum/stat/samplemv",
	"gonum.org/v1/gonum/stat/sampleuv",
	"gonum.org/v1/gonum/stat/spatial",
	"gonum.org/v1/gonum/unit",
	"gonum.org/v1/gonum/unit/constant",
	"gonum.org/v1/plot",
	"gonum.org/v1/plot/font",
	"gonum.org/v1/plot/font/liberation",
	"gonum.org/v1/plot/palette",
	"gonum.org/v1/plot/palette/brewer",
	"gonum.org/v1/plot/palette/moreland",
	"gonum.org/v1/plot/plotter",
	"gonum.org/v1/plot/plotutil",
	"gonum.org/v1/plot/text",
	"gonum.org/v1/plot/tools/bezier",
	"gonum.org/v1/plot/vg",
	"gonum.org/v1/plot/vg/draw",
	"gonum.org/v1/plot/vg/recorder",
	"gonum.org/v1/plot/vg/vgimg",
	"gonum.org/v1/plot/vg/vgsvg",
	"quire/nn",
	"quire/nn/data",
	"quire/notebook/show",
}

// composites lists the interfaces that compiled code probes for more, by package. Those of quire/nn.Layer are read
// from its file of optional interfaces. An optional interface that is not exported is written as its methods are.
var composites = map[string][]composite{
	"flag": {
		{base: "Value", optional: []string{"IsBoolFlag() bool"}},
	},
	"image": {
		{base: "Image", optional: []string{"PalettedImage", "RGBA64Image"}},
	},
	"image/draw": {
		{base: "Image", optional: []string{"RGBA64Image"}},
	},
	"io": {
		{base: "Reader", optional: []string{"WriterTo", "ByteReader", "RuneScanner", "Seeker"}},
		{base: "Writer", optional: []string{"ReaderFrom", "StringWriter"}},
	},
	"math/rand": {
		{base: "Source", optional: []string{"Source64"}},
	},
	"net/http": {
		{base: "ResponseWriter", optional: []string{"Flusher", "Hijacker"}},
	},
	"io/fs": {
		{base: "FS", optional: []string{"ReadDirFS", "ReadFileFS", "StatFS", "GlobFS", "SubFS"}},
		{base: "File", optional: []string{"ReadDirFile"}},
	},
	"quire/nn": {
		{base: "Loss", optional: []string{"TargetLoss", "LossCloner"}},
		{base: "Examples", optional: []string{"TargetExamples"}},
		{base: "Optimizer", optional: []string{"RateSetter"}},
	},
	"gonum.org/v1/gonum/graph": {
		{base: "Graph", optional: []string{"Directed", "Undirected", "Weighted", "Weight(xid, yid int64) (w float64, ok bool)"}},
		{base: "Directed", optional: []string{"Weighted"}},
		{base: "Undirected", optional: []string{"Weighted"}},
		{base: "Edge", optional: []string{"WeightedEdge"}},
		{base: "Line", optional: []string{"WeightedLine"}},
	},
	"gonum.org/v1/gonum/graph/traverse": {
		{base: "Graph", optional: []string{"gonum.org/v1/gonum/graph.Graph", "gonum.org/v1/gonum/graph.Weighted", "Weight(xid, yid int64) (w float64, ok bool)"}},
	},
	"gonum.org/v1/gonum/integrate/quad": {
		{base: "FixedLocationer", optional: []string{"FixedLocationSingler"}},
	},
	"gonum.org/v1/gonum/mat": {
		// what a type has that embeds one of the package's: all subsets would be too many
		{base: "Matrix", sets: [][]string{
			{"RawMatrixer", "Normer", "Tracer"},
			{"RawMatrixer"},
			{"Vector", "RawVectorer", "Normer", "SolveToer"},
			{"Vector", "RawVectorer", "Normer"},
			{"Vector", "RawVectorer"},
			{"Vector"},
			{"RawSymmetricer", "Normer", "Tracer"},
			{"RawSymmetricer"},
			{"RawTriangular", "Normer", "Tracer", "SolveToer"},
			{"RawTriangular"},
			{"RawBander", "Normer", "Tracer"},
			{"Normer", "Tracer"},
			{"Normer"},
			{"Tracer"},
			{"Untransposer"},
		}},
		{base: "Vector", optional: []string{"RawVectorer"}},
		{base: "Symmetric", optional: []string{"RawSymmetricer"}},
		{base: "Triangular", optional: []string{"RawTriangular"}},
	},
	"gonum.org/v1/gonum/optimize": {
		{base: "Method", optional: []string{"Statuser"}},
	},
	"gonum.org/v1/gonum/spatial/kdtree": {
		{base: "Comparable", optional: []string{"Extender"}},
		{base: "Interface", optional: []string{"Bounder"}},
	},
	"gonum.org/v1/plot": {
		{base: "Plotter", optional: []string{"DataRanger", "GlyphBoxer", "Thumbnailer"}},
	},
	"gonum.org/v1/plot/plotter": {
		{base: "GridXYZ", optional: []string{"Min() float64; Max() float64"}},
	},
}

// sources turns the import paths of the standard library, as `go list std` prints them, and the extra ones into the
// packages to make tables of, sorted.
func sources(std []string) []source {
	var list []source
	for _, p := range std {
		if !isDenied(p) {
			list = append(list, source{path: p, unix: p == "log/syslog"})
		}
	}
	for _, p := range extra {
		list = append(list, source{path: p})
	}
	for i := range list {
		list[i].withheld = withheld[list[i].path]
		list[i].compose = composites[list[i].path]
	}
	slices.SortFunc(list, func(a, b source) int { return strings.Compare(a.path, b.path) })
	return list
}

// isDenied reports whether cells do not get the package: it is on the list, or not importable at all.
func isDenied(p string) bool {
	for element := range strings.SplitSeq(p, "/") {
		if element == "internal" || element == "vendor" {
			return true
		}
	}
	for _, d := range denied {
		if p == d || strings.HasSuffix(d, "/") && strings.HasPrefix(p, d) {
			return true
		}
	}
	return false
}

// fileName is the name of the package's table. A tail is added where the go command would read the name's own tail as
// a system or as a test.
func fileName(p string) string {
	p = strings.TrimPrefix(p, "gonum.org/v1/")
	name := strings.NewReplacer("/", "_", ".", "_", "-", "_").Replace(p)
	if i := strings.LastIndexByte(name, '_'); i >= 0 && slices.Contains(suffixes, name[i+1:]) {
		name += "_pkg"
	}
	return name + ".go"
}

// suffixes are the tails of file names that the go command gives a meaning, as far as packages have them.
var suffixes = []string{"test", "unix", "plan9", "js", "wasm", "linux", "windows", "darwin", "arm", "arm64", "386", "amd64"}

// identifier is the import path as part of a Go name.
func identifier(p string) string {
	return strings.TrimSuffix(path.Base(fileName(p)), ".go")
}
