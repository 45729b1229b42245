package worker

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"quire/interp/frontend"
	"quire/notebook/output"
)

// cellsOutput runs cells in a fresh engine and returns what they print. Every cell must end well.
func cellsOutput(t *testing.T, seed int64, cells ...string) (string, []Outcome) {
	t.Helper()
	var out bytes.Buffer
	e := NewEngine(EngineOptions{Seed: seed, Stdout: &out, Stderr: io.Discard, Show: func(o output.Output) { fmt.Fprint(&out, o.Plain()) }})
	var outcomes []Outcome
	for i, src := range cells {
		o := e.Run(t.Context(), frontend.Cell{Key: fmt.Sprint("c", i+1), Line: 1, Source: src})
		if !o.OK() {
			t.Fatalf("%s\nproblems %v panic %+v", src, o.Problems, o.Panic)
		}
		outcomes = append(outcomes, o)
	}
	return out.String(), outcomes
}

// drawing are cells that draw random numbers without a source of their own. Each must print the same for the same seed,
// and something else for another.
var drawing = map[string]string{
	"math/rand": `import "math/rand"
b := make([]byte, 4); rand.Read(b)
x := []int{1, 2, 3, 4, 5, 6, 7, 8}; rand.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
fmt.Println(rand.Int(), rand.Intn(1000), rand.Int31(), rand.Int31n(1000), rand.Int63(), rand.Int63n(1e9), rand.Uint32(), rand.Uint64(), rand.Float32(), rand.Float64(), rand.NormFloat64(), rand.ExpFloat64(), rand.Perm(9), b, x)`,
	"rand.Seed, which does nothing since Go 1.24": "import \"math/rand\"\nrand.Seed(42); fmt.Println(rand.Intn(1e9))",
	"math/rand/v2": `import "math/rand/v2"
x := []int{1, 2, 3, 4, 5, 6, 7, 8}; rand.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
fmt.Println(rand.Int(), rand.IntN(1000), rand.Int32(), rand.Int32N(1000), rand.Int64(), rand.Int64N(1e9), rand.Uint(), rand.UintN(9000), rand.Uint32(), rand.Uint32N(900), rand.Uint64(), rand.Uint64N(1e9), rand.Float32(), rand.Float64(), rand.NormFloat64(), rand.ExpFloat64(), rand.Perm(9), rand.N(1000), rand.N(10*time.Hour), x)`,
	"a function of rand as a value": `import "math/rand/v2"
f := rand.Float64; g := []func(int) int{rand.IntN}
fmt.Println(f(), g[0](1e9))`,
	"nn":                     `fmt.Println(nn.DefaultRand().Float64())`,
	"a literal":              `d := distuv.Normal{Mu: 0, Sigma: 1}; fmt.Println(d.Rand())`,
	"a literal without keys": `d := distuv.Normal{0, 1, nil}; fmt.Println(d.Rand())`,
	"an explicit nil":        `d := distuv.Normal{Mu: 0, Sigma: 1, Src: nil}; fmt.Println(d.Rand())`,
	"a zero value":           `var d distuv.Normal; d.Sigma = 1; fmt.Println(d.Rand())`,
	"new":                    `d := new(distuv.Normal); d.Sigma = 1; fmt.Println(d.Rand())`,
	"a field":                "type S struct { d distuv.Normal }\nvar s S; s.d.Sigma = 1; fmt.Println(s.d.Rand())",
	"an embedded field":      "type S struct { distuv.Normal }\nvar s S; s.Sigma = 1; fmt.Println(s.Rand())",
	"an embedded pointer":    "type S struct { *distuv.Normal }\ns := S{&distuv.Normal{Sigma: 1}}; fmt.Println(s.Rand())",
	"a slice":                `ds := []distuv.Normal{{0, 1, nil}, {Sigma: 2}}; for _, d := range ds { fmt.Println(d.Rand()) }`,
	"a map of pointers":      `ds := map[string]*distuv.Uniform{"a": {Min: 0, Max: 1}}; fmt.Println(ds["a"].Rand())`,
	"a compiled interface": `var r distuv.Rander = distuv.Normal{Sigma: 1}
rs := []distuv.Rander{r, &distuv.Normal{Sigma: 2}}
for _, r := range rs { fmt.Println(r.Rand()) }`,
	"an interface of the note":     "type R interface { Rand() float64 }\nrs := []R{distuv.Normal{Sigma: 1}, &distuv.Exponential{Rate: 2}}\nfor _, r := range rs { fmt.Println(r.Rand()) }",
	"any, then an interface":       `var x any = distuv.Normal{Sigma: 1}; fmt.Println(x.(distuv.Rander).Rand(), x.(distuv.Normal).Rand())`,
	"a user type as Rander":        "type S struct { distuv.Normal }\nvar r distuv.Rander = S{distuv.Normal{Sigma: 1}}; fmt.Println(r.Rand())",
	"a method value":               `var d distuv.Normal; d.Sigma = 1; f := d.Rand; fmt.Println(f(), f())`,
	"a method expression":          `var d distuv.Normal; d.Sigma = 1; fmt.Println(distuv.Normal.Rand(d))`,
	"a type parameter":             "func draw[T distuv.Rander](d T) float64 { return d.Rand() }\nfmt.Println(draw(distuv.Normal{Sigma: 1}))",
	"a nil variable":               "import \"math/rand/v2\"\nvar src rand.Source\nd, _ := distmv.NewNormal([]float64{0, 0}, mat.NewSymDense(2, []float64{1, 0, 0, 1}), src)\nfmt.Println(d.Rand(nil))",
	"a field that a function sets": "func set(d *distuv.Normal) { d.Src = nil }\nd := distuv.Normal{Sigma: 1}; set(&d); fmt.Println(d.Rand())",

	"distmv": `s := mat.NewSymDense(2, []float64{1, 0.2, 0.2, 1}); mu := []float64{0, 0}
var chol mat.Cholesky; chol.Factorize(s)
n, _ := distmv.NewNormal(mu, s, nil); c := distmv.NewNormalChol(mu, &chol, nil); p, _ := distmv.NewNormalPrecision(mu, s, nil)
st, _ := distmv.NewStudentsT(mu, s, 3, nil)
con, _ := n.ConditionNormal([]int{0}, []float64{1}, nil); mar, _ := n.MarginalNormal([]int{0}, nil); one := n.MarginalNormalSingle(0, nil)
fmt.Println(n.Rand(nil), c.Rand(nil), p.Rand(nil), st.Rand(nil), con.Rand(nil), mar.Rand(nil), one.Rand(),
	distmv.NewDirichlet([]float64{1, 2}, nil).Rand(nil), distmv.NewUnitUniform(2, nil).Rand(nil), distmv.NewUniform([]r1.Interval{{Min: 0, Max: 1}}, nil).Rand(nil),
	distmv.NormalRand(nil, mu, &chol, nil), distmv.NormalRandCov(nil, mu, &chol, nil))`,
	"distmat": `s := mat.NewSymDense(2, []float64{1, 0.2, 0.2, 1})
w, _ := distmat.NewWishart(s, 3, nil); sym := mat.NewSymDense(2, nil); w.RandSymTo(sym); fmt.Println(sym.At(0, 0))`,
	"distmat, permutation": `p := distmat.NewUniformPermutation(nil); m := mat.NewDense(9, 9, nil); p.PermTo(m); fmt.Println(m.RawMatrix().Data)
v := mat.NewVecDense(3, nil); distmat.NewUnitVector(nil).UnitVecTo(v); fmt.Println(v.RawVector().Data)`,
	"sampleuv": `x := make([]float64, 4)
sampleuv.LatinHypercube{Q: distuv.Uniform{Min: 0, Max: 1}}.Sample(x); fmt.Println(x)
sampleuv.IIDer{Dist: distuv.Normal{Sigma: 1}}.Sample(x); fmt.Println(x)
r := &sampleuv.Rejection{C: 10, Target: distuv.Normal{Sigma: 0.5}, Proposal: distuv.Normal{Sigma: 1}}; r.Sample(x); fmt.Println(x)
var q sampleuv.Rejection; q.C, q.Target, q.Proposal = 10, distuv.Normal{Sigma: 0.5}, distuv.Normal{Sigma: 1}; q.Sample(x); fmt.Println(x)
w := sampleuv.NewWeighted([]float64{1, 2, 3}, nil); fmt.Println(w.Take())
ix := make([]int, 3); sampleuv.WithoutReplacement(ix, 1000, nil); fmt.Println(ix)`,
	"sampleuv, Metropolis–Hastings": `type prop struct{ s float64 }
func (p prop) ConditionalRand(y float64) float64 { return distuv.Normal{Mu: y, Sigma: p.s}.Rand() }
func (p prop) ConditionalLogProb(x, y float64) float64 { return distuv.Normal{Mu: y, Sigma: p.s}.LogProb(x) }
x := make([]float64, 4)
sampleuv.MetropolisHastings{Initial: 1, Target: distuv.Normal{Sigma: 1}, Proposal: prop{2}}.Sample(x); fmt.Println(x)`,
	"samplemv": `type plain struct{}
func (plain) Quantile(x, p []float64) []float64 { return append(x[:0], p...) }
b := mat.NewDense(3, 2, nil); u := distmv.NewUnitUniform(2, nil)
samplemv.LatinHypercube{Q: u}.Sample(b); fmt.Println(b.RawMatrix().Data)
samplemv.Halton{Kind: samplemv.Owen, Q: plain{}}.Sample(b); fmt.Println(b.RawMatrix().Data)
var s samplemv.Sampler = samplemv.LatinHypercube{Q: u}; s.Sample(b); fmt.Println(b.RawMatrix().Data)
p, _ := samplemv.NewProposalNormal(mat.NewSymDense(2, []float64{1, 0, 0, 1}), nil); fmt.Println(p.ConditionalRand(nil, []float64{0, 0}))
n, _ := distmv.NewNormal([]float64{0, 0}, mat.NewSymDense(2, []float64{1, 0, 0, 1}), nil)
samplemv.MetropolisHastingser{Initial: []float64{0, 0}, Target: n, Proposal: p}.Sample(b); fmt.Println(b.RawMatrix().Data)`,
	"optimize": `p := optimize.Problem{Func: func(x []float64) float64 { return x[0]*x[0] + x[1]*x[1] }}
r, err := optimize.Minimize(p, []float64{3, 4}, &optimize.Settings{FuncEvaluations: 60}, &optimize.CmaEsChol{}); if err != nil { panic(err) }
fmt.Println(r.X)`,
}

func init() {
	for name, fields := range map[string]string{
		"AlphaStable": "Alpha: 1.5, C: 1", "Bernoulli": "P: 0.5", "Beta": "Alpha: 2, Beta: 3", "Binomial": "N: 1000, P: 0.5", "Chi": "K: 3",
		"ChiSquared": "K: 3", "Exponential": "Rate: 1", "F": "D1: 3, D2: 4", "Gamma": "Alpha: 2, Beta: 1", "GumbelRight": "Beta: 1",
		"InverseGamma": "Alpha: 2, Beta: 1", "Laplace": "Scale: 1", "LogNormal": "Sigma: 1", "NoncentralT": "Nu: 5, Mu: 1", "Normal": "Sigma: 1",
		"Pareto": "Xm: 1, Alpha: 2", "Poisson": "Lambda: 1000", "StudentsT": "Sigma: 1, Nu: 3", "Uniform": "Max: 1", "Weibull": "K: 1, Lambda: 2",
	} {
		drawing["distuv."+name] = fmt.Sprintf("d := distuv.%s{%s}\nfor range 12 { fmt.Print(d.Rand(), \" \") }", name, fields)
	}
	drawing["distuv.NewCategorical"] = "d := distuv.NewCategorical([]float64{1, 2, 3, 4}, nil)\nfor range 12 { fmt.Print(d.Rand()) }"
	drawing["distuv.NewTriangle"] = "fmt.Println(distuv.NewTriangle(0, 2, 1, nil).Rand())"
}

func TestCellsDrawFromTheirStream(t *testing.T) {
	skipUnderRace(t)
	for name, src := range drawing {
		t.Run(name, func(t *testing.T) {
			one, o := cellsOutput(t, 1, src)
			two, _ := cellsOutput(t, 1, src)
			other, _ := cellsOutput(t, 2, src)
			if one != two {
				t.Errorf("two runs differ:\n%s%s", one, two)
			}
			if one == other || one == "" {
				t.Errorf("another seed gives the same: %s", one)
			}
			if o[0].Volatile {
				t.Error("the cell is volatile")
			}
		})
	}
}

func TestOwnSourceStaysTheNotes(t *testing.T) {
	skipUnderRace(t)
	for _, c := range []struct{ src, want string }{
		{"import \"math/rand\"\nr := rand.New(rand.NewSource(42)); fmt.Println(r.Intn(1000), r.Perm(4))", "305 [2 0 1 3]\n"},
		{"import \"math/rand/v2\"\nr := rand.New(rand.NewPCG(1, 2)); fmt.Println(r.IntN(1000), r.IntN(1000))", "769 616\n"},
		{"import \"math/rand/v2\"\nd := distuv.Normal{Mu: 1, Sigma: 2, Src: rand.NewPCG(1, 2)}; fmt.Println(d.Rand(), d.Rand())", ""},
		{"d := distuv.Normal{Sigma: 1}; d.Rand(); fmt.Println(d, d.Src == nil); fmt.Printf(\"%+v %#v\\n\", d, d)", "{0 1 <nil>} true\n{Mu:0 Sigma:1 Src:<nil>} distuv.Normal{Mu:0, Sigma:1, Src:rand.Source(nil)}\n"},
		{"var r distuv.Rander = distuv.Normal{Sigma: 1}; r.Rand(); fmt.Println(r)", "{0 1 <nil>}\n"},
	} {
		got, _ := cellsOutput(t, 1, c.src)
		other, _ := cellsOutput(t, 2, c.src)
		if got != other {
			t.Errorf("%s\ndepends on the seed: %s%s", c.src, got, other)
		}
		if c.want != "" && got != c.want {
			t.Errorf("%s\nprints %q, want %q", c.src, got, c.want)
		}
	}
}

// TestStreamsRestartWithTheCell says that a cell draws the same whatever ran before it, and goes on with it when it
// uses what a cell above made.
func TestStreamsRestartWithTheCell(t *testing.T) {
	skipUnderRace(t)
	draw := "import \"math/rand/v2\"\nfmt.Println(rand.Float64(), distuv.Normal{Sigma: 1}.Rand())"
	var lines [2]string
	for i, first := range []string{"x := 1; _ = x", "import \"math/rand/v2\"\nx := rand.Float64(); _ = x"} {
		out, _ := cellsOutput(t, 1, first, draw)
		lines[i] = strings.TrimSpace(out)
	}
	if lines[0] != lines[1] {
		t.Errorf("what a cell draws depends on the cells above:\n%s\n%s", lines[0], lines[1])
	}
}
