package nn_test

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quire/nn"
	"quire/nn/data"
	"quire/nn/internal/kernel"
)

// peerRounds is how often each configuration is measured; the medians are compared.
const peerRounds = 7

// peerNet is a network that the peers train, too.
type peerNet struct {
	name  string
	batch int
	build func() *nn.Net
	opt   func() nn.Optimizer
}

// peerNets lists the networks in the words of the scripts in testdata/peers.
func peerNets() []peerNet {
	sgd := func() nn.Optimizer { return nn.NewSGD(0.01) }
	adam := func() nn.Optimizer { return nn.NewAdam(0.001) }
	return []peerNet{
		{"a", 100, func() *nn.Net {
			return nn.NewMLP(nn.MLP{Sizes: []int{784, 50, 30, 20, 10}, BatchNorm: true, Rand: nn.NewRand(1)})
		}, sgd},
		{"b", 128, func() *nn.Net {
			return nn.NewMLP(nn.MLP{Sizes: []int{784, 100, 100, 100, 100, 100, 100, 10}, Rand: nn.NewRand(1)})
		}, sgd},
		{"c", 100, simpleConvNet, adam},
		{"d", 100, deepConvNet, adam},
	}
}

// deepConvNet is the network of chapter 8.
func deepConvNet() *nn.Net {
	var layers []nn.Layer
	for i, c := range [][2]int{{16, 1}, {16, 1}, {32, 1}, {32, 2}, {64, 1}, {64, 1}} {
		layers = append(layers, nn.NewConv2D(c[0], 3, 1, c[1]), nn.NewReLU())
		if i%2 == 1 {
			layers = append(layers, nn.NewMaxPool(2, 2))
		}
	}
	layers = append(layers, nn.NewFlatten(), nn.NewAffine(50), nn.NewReLU(), nn.NewDropout(.5), nn.NewAffine(10), nn.NewDropout(.5))
	return nn.BuildNet(nn.NetSpec{Input: []int{28, 28, 1}, Layers: layers, Rand: nn.NewRand(1)})
}

// BenchmarkPeers compares training steps, each with its random batch of 60,000 images and the optimizer, with NumPy and
// PyTorch in the same run: x-numpy, x-numpy32 (NumPy in float32) and x-torch say how many times longer theirs takes, in
// their best configuration of threads and layout. Run it alone:
//
//	go test ./nn -run '^$' -bench '^BenchmarkPeers$' -benchtime 1x
//
// A peer that is not installed is left out. QUIRE_SIMD=avx2 keeps the peers to AVX2 as well.
func BenchmarkPeers(b *testing.B) {
	train := images(60000)
	file := filepath.Join(b.TempDir(), "digits")
	writeDigits(b, file, train)
	peers := startPeers(b, file)
	for _, n := range peerNets() {
		b.Run(n.name, func(b *testing.B) {
			all := append([]*contestant{ourSteps(n, train)}, peers.contestants(n)...)
			compete(b, all)
			report(b, all, peers.notes)
		})
	}
}

// contestant is one configuration of a program that trains a network.
type contestant struct {
	program string // "quire", "numpy", "numpy32", "torch"
	config  string
	run     func(steps int) (time.Duration, error)
	steps   int       // in a round
	taken   []float64 // µs per step, by round
}

// median returns the median of µs per step.
func (c *contestant) median() float64 {
	v := slices.Sorted(slices.Values(c.taken))
	return v[len(v)/2]
}

// ourSteps trains with this package.
func ourSteps(n peerNet, train *data.Dataset) *contestant {
	net, opt, batches := n.build(), n.opt(), nn.NewBatchesWithReplacement(train, n.batch, nn.NewRand(2))
	return &contestant{program: "quire", config: fmt.Sprintf("%v, %d threads", kernel.Current(), kernel.Workers()), run: func(steps int) (time.Duration, error) {
		start := time.Now()
		for range steps {
			x, t := batches.Next()
			net.Step(x, t, opt)
		}
		return time.Since(start), nil
	}}
}

// compete measures all contestants in turn, round by round, so that a disturbance of the machine hits each of them. Each
// begins when the threads of the one before have stopped looking for work.
func compete(b *testing.B, all []*contestant) {
	const (
		round = 0.12 // seconds
		rest  = 100 * time.Millisecond
	)
	for r := -2; r < peerRounds; r++ {
		for _, c := range all {
			if r == -2 {
				c.steps = 1
			}
			time.Sleep(rest)
			t, err := c.run(c.steps)
			if err != nil {
				b.Fatalf("%s %s: %v", c.program, c.config, err)
			}
			per := t.Seconds() / float64(c.steps)
			switch {
			case r == -2: // memory is reserved, code loaded
				c.steps = max(1, int(round/4/per))
			case r == -1:
				c.steps = max(1, int(round/per))
			default:
				c.taken = append(c.taken, per*1e6)
			}
		}
	}
}

// report prints every configuration, a line for each program, and reports our time and the ratios to the best ones. The
// ratios of the fastest rounds stand beside them in the log: on a busy machine they are steadier than those of the medians.
// The notes come first. A benchmark may log ten lines.
func report(b *testing.B, all []*contestant, notes []string) {
	best, fastest, configs := map[string]float64{}, map[string]float64{}, map[string]string{}
	lower := func(m map[string]float64, program string, v float64) {
		if old, ok := m[program]; !ok || v < old {
			m[program] = v
		}
	}
	for _, c := range all {
		least := slices.Min(c.taken)
		lower(best, c.program, c.median())
		lower(fastest, c.program, least)
		configs[c.program] += fmt.Sprintf("; %s: %.0f (%.0f … %.0f)", c.config, c.median(), least, slices.Max(c.taken))
	}
	lines := append(slices.Clone(notes), "µs a step, median (fastest … slowest round):")
	for _, p := range []string{"quire", "numpy", "numpy32", "torch"} {
		if _, ok := best[p]; !ok {
			continue
		}
		line := p + strings.TrimPrefix(configs[p], ";")
		if p != "quire" {
			b.ReportMetric(best[p]/best["quire"], "x-"+p)
			line += fmt.Sprintf("; x %.2f by medians, %.2f by the fastest rounds", best[p]/best["quire"], fastest[p]/fastest["quire"])
		}
		lines = append(lines, line)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(best["quire"], "µs/step")
	b.Log(strings.Join(lines, "\n"))
}

// peers are the programs that run, and what is to be said about them: versions, and who is missing.
type peers struct {
	numpy, torch []*peer
	notes        []string
}

// peer is a running script; it waits for requests on a pipe.
type peer struct {
	threads int
	in      io.WriteCloser
	out     *bufio.Scanner
}

// startPeers starts the scripts with 1 and with 2 threads, and notes versions and what is not installed.
func startPeers(b *testing.B, file string) peers {
	var all peers
	for _, p := range []struct {
		module, script string
		list           *[]*peer
	}{{"numpy", "numpy_peer.py", &all.numpy}, {"torch", "torch_peer.py", &all.torch}} {
		python := pythonWith(p.module)
		if python == "" {
			all.notes = append(all.notes, fmt.Sprintf("%s is not installed for any python3: it is left out (Debian: apt install python3-%s)", p.module, p.module))
			continue
		}
		for threads := 1; threads <= 2; threads++ {
			started, version, err := startPeer(b, python, p.script, file, threads)
			if err != nil {
				b.Fatalf("start %s: %v", p.script, err)
			}
			if threads == 1 {
				all.notes = append(all.notes, fmt.Sprintf("%s %s", p.module, version))
			}
			*p.list = append(*p.list, started)
		}
	}
	return all
}

// pythonWith returns a Python interpreter that has a module, or "".
func pythonWith(module string) string {
	for _, python := range []string{"python3", "/usr/bin/python3", "/usr/local/bin/python3", "python"} {
		if exec.Command(python, "-c", "import "+module).Run() == nil {
			return python
		}
	}
	return ""
}

func startPeer(b *testing.B, python, script, file string, threads int) (p *peer, version string, err error) {
	cmd := exec.Command(python, filepath.Join("testdata", "peers", script), file, fmt.Sprint(threads))
	cmd.Env = peerEnvironment(script, threads)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, "", err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, "", err
	}
	b.Cleanup(func() { // the script ends with its input
		in.Close()
		cmd.Wait()
	})
	p = &peer{threads: threads, in: in, out: bufio.NewScanner(out)}
	if !p.out.Scan() {
		return nil, "", fmt.Errorf("%s ended before it was ready", script)
	}
	return p, strings.TrimPrefix(p.out.Text(), "ready "), nil
}

// peerEnvironment sets the threads of BLAS, lets it choose the best kernels for the processor, and keeps to AVX2 when
// this package does. PyTorch's threads are OpenMP's: with those of OpenBLAS beside them each step takes ten times as
// long.
func peerEnvironment(script string, threads int) []string {
	blas := threads
	if script == "torch_peer.py" {
		blas = 1
	}
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "OPENBLAS_") || strings.HasPrefix(v, "OMP_")
	})
	env = append(env, fmt.Sprintf("OPENBLAS_NUM_THREADS=%d", blas), "PYTHONDONTWRITEBYTECODE=1")
	if kernel.Current() == kernel.AVX2 {
		env = append(env, "ONEDNN_MAX_CPU_ISA=AVX2", "DNNL_MAX_CPU_ISA=AVX2", "OPENBLAS_CORETYPE=Haswell", "ATEN_CPU_CAPABILITY=avx2",
			"NPY_DISABLE_CPU_FEATURES=AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL")
	}
	return env
}

// contestants lists the configurations that train a network.
func (p peers) contestants(n peerNet) []*contestant {
	var all []*contestant
	add := func(q *peer, program, variant string) {
		threads := fmt.Sprintf("%s, %d threads", variant, q.threads)
		all = append(all, &contestant{program: program, config: threads, run: func(steps int) (time.Duration, error) {
			return q.train(n.name, variant, steps)
		}})
	}
	for _, q := range p.numpy {
		add(q, "numpy", "float64")
		add(q, "numpy32", "float32")
	}
	for _, q := range p.torch {
		add(q, "torch", "contiguous")
		if n.name == "c" || n.name == "d" {
			add(q, "torch", "channels_last")
		}
	}
	return all
}

// train asks for some steps and returns how long they took.
func (p *peer) train(net, variant string, steps int) (time.Duration, error) {
	if _, err := fmt.Fprintln(p.in, net, variant, steps); err != nil {
		return 0, err
	}
	if !p.out.Scan() {
		return 0, fmt.Errorf("it ended: %w", io.ErrUnexpectedEOF)
	}
	var seconds float64
	if _, err := fmt.Sscan(p.out.Text(), &seconds); err != nil || math.IsNaN(seconds) {
		return 0, fmt.Errorf("it answered %q: %w", p.out.Text(), err)
	}
	return time.Duration(seconds * float64(time.Second)), nil
}

// writeDigits writes the images for the peers: label and pixels of each, as bytes.
func writeDigits(b *testing.B, path string, d *data.Dataset) {
	raw := make([]byte, 0, d.Len()*(1+d.ExampleLen()))
	for i := range d.Len() {
		raw = append(append(raw, byte(d.Label(i))), d.Image(i)...)
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		b.Fatal(err)
	}
}
