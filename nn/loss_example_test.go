package nn_test

import (
	"fmt"
	"math"

	"quire/nn"
)

// Three classes with equal outputs: each has the probability 1/3, and the loss is log 3.
func ExampleNewSoftmaxCrossEntropy() {
	loss := nn.NewSoftmaxCrossEntropy()
	fmt.Printf("%.6f\n", loss.Forward(nn.New(1, 3), []int{2}))
	// Output: 1.098612
}

// Outputs that softmax turns into the probabilities of section 4.2.2.
func ExampleSoftmaxCrossEntropy_Forward() {
	p := nn.FromRows([][]float64{{0.1, 0.05, 0.6, 0, 0.05, 0.1, 0, 0.1, 0, 0}})
	y := p.AddScalar(1e-12).Log()
	loss := nn.NewSoftmaxCrossEntropy()
	fmt.Printf("%.4f\n", loss.Forward(y, []int{2}))
	fmt.Printf("%.4f\n", loss.Forward(y, []int{7}))
	// Output:
	// 0.5108
	// 2.3026
}

// What another network is sure of, and how sure, says more than a label (Hinton et al. 2015).
func ExampleSoftmaxCrossEntropy_ForwardTarget() {
	loss := nn.NewSoftmaxCrossEntropy()
	y := nn.FromRows([][]float64{{2, 1, 0}})
	fmt.Printf("%.4f\n", loss.ForwardTarget(y, nn.FromRows([][]float64{{1, 0, 0}})))
	fmt.Printf("%.4f\n", loss.ForwardTarget(y, nn.FromRows([][]float64{{0.7, 0.2, 0.1}})))
	// Output:
	// 0.4076
	// 0.8076
}

// Probabilities minus the right answer, divided by the number of examples.
func ExampleSoftmaxCrossEntropy_Backward() {
	loss := nn.NewSoftmaxCrossEntropy()
	loss.Forward(nn.New(2, 4), []int{0, 3})
	fmt.Println(loss.Backward())
	// Output:
	// [[-0.375 0.125 0.125  0.125]
	//  [ 0.125 0.125 0.125 -0.375]]
}

// With ε = 0.1 and ten classes the right answer is 0.91 for one and 0.01 for the others: to be too sure costs.
func ExampleNewLabelSmoothing() {
	plain, smooth := nn.NewSoftmaxCrossEntropy(), nn.NewLabelSmoothing(0.1)
	for _, sure := range []float64{2, 6.7, 20} {
		y := nn.New(1, 10)
		y.Set(sure, 0, 3)
		fmt.Printf("%-4.1f  %.4f  %.4f\n", sure, plain.Forward(y, []int{3}), smooth.Forward(y, []int{3}))
	}
	// Output:
	// 2.0   0.7966  0.9766
	// 6.7   0.0110  0.6140
	// 20.0  0.0000  1.8000
}

// A straight line through points.
func ExampleNewMSE() {
	x := nn.FromRows([][]float64{{0}, {1}, {2}, {3}})
	t := nn.FromRows([][]float64{{1}, {3}, {5}, {7}})
	net := nn.BuildNet(nn.NetSpec{Input: []int{1}, Layers: []nn.Layer{nn.NewAffine(1)}, Loss: nn.NewMSE(), Rand: nn.NewRand(1)})
	for range 500 {
		net.StepTarget(x, t, nn.NewSGD(0.1))
	}
	fmt.Printf("t = %.3f·x + %.3f\n", net.Params()[0].Value.At(0, 0), net.Params()[1].Value.At(0))
	// Output: t = 2.000·x + 1.000
}

// Section 4.2.1 has ½·Σ(y − t)² = 0.0975 for this output of ten numbers; the mean of the squares is a fifth of it.
func ExampleMSE_Forward() {
	y := nn.FromRows([][]float64{{0.1, 0.05, 0.6, 0, 0.05, 0.1, 0, 0.1, 0, 0}})
	mse := nn.NewMSE().Forward(y, []int{2})
	fmt.Printf("%.4f %.4f\n", mse, mse*10/2)
	// Output: 0.0195 0.0975
}

func ExampleMSE_ForwardTarget() {
	y := nn.FromRows([][]float64{{1, 2}, {3, 4}})
	t := nn.FromRows([][]float64{{1, 1}, {3, 7}})
	fmt.Println(nn.NewMSE().ForwardTarget(y, t))
	// Output: 2.5
}

func ExampleMSE_Backward() {
	loss := nn.NewMSE()
	loss.ForwardTarget(nn.FromRows([][]float64{{1, 2}, {3, 4}}), nn.FromRows([][]float64{{1, 1}, {3, 7}}))
	fmt.Println(loss.Backward())
	// Output:
	// [[0  0.5]
	//  [0 -1.5]]
}

// One wild target of five: the squared error lets it draw the mean, Huber's loss hardly.
func ExampleNewHuber() {
	x := nn.Full(1, 5, 1)
	t := nn.FromRows([][]float64{{1}, {1}, {1}, {1}, {21}})
	for _, loss := range []nn.Loss{nn.NewMSE(), nn.NewHuber(1)} {
		net := nn.BuildNet(nn.NetSpec{Input: []int{1}, Layers: []nn.Layer{nn.NewAffine(1)}, Loss: loss, Rand: nn.NewRand(1)})
		for range 2000 {
			net.StepTarget(x, t, nn.NewSGD(0.1))
		}
		fmt.Printf("%.2f\n", net.Predict(nn.Full(1, 1, 1)).At(0, 0))
	}
	// Output:
	// 5.00
	// 1.25
}

func ExampleHuber_Forward() {
	fmt.Println(nn.NewHuber(1).Forward(nn.FromRows([][]float64{{0, 1.5, 0, 0}}), []int{1}))
	// Output: 0.03125
}

// ½·0.5² near the target, 1·(3 − ½) far from it, and the mean of both.
func ExampleHuber_ForwardTarget() {
	y := nn.FromRows([][]float64{{0.5, 3}})
	fmt.Println(nn.NewHuber(1).ForwardTarget(y, nn.New(1, 2)))
	// Output: 1.3125
}

func ExampleHuber_Backward() {
	loss := nn.NewHuber(1)
	loss.ForwardTarget(nn.FromRows([][]float64{{0.5, 3}}), nn.New(1, 2))
	fmt.Println(loss.Backward())
	// Output: [[0.25 0.5]]
}

// Yes or no with a single output: is the point above the line?
func ExampleNewBCE() {
	x := nn.NewRand(1).Normal(0, 1, 200, 2)
	labels := make([]int, 200)
	for i := range labels {
		if x.At(i, 1) > x.At(i, 0) {
			labels[i] = 1
		}
	}
	net := nn.BuildNet(nn.NetSpec{Input: []int{2}, Layers: []nn.Layer{nn.NewAffine(1)}, Loss: nn.NewBCE(), Rand: nn.NewRand(2)})
	for range 300 {
		net.Step(x, labels, nn.NewSGD(1))
	}
	fmt.Println(net.Classify(nn.FromRows([][]float64{{0, 1}, {1, 0}, {-2, -1}})))
	// Output: [1 0 1]
}

// An output of 0 stands for the probability ½, whose loss is log 2; one of 1000 for a sure yes.
func ExampleBCE_Forward() {
	loss := nn.NewBCE()
	fmt.Printf("%.6f\n", loss.Forward(nn.New(1, 1), []int{1}))
	fmt.Println(loss.Forward(nn.Full(1000, 1, 1), []int{1}), loss.Forward(nn.Full(1000, 1, 1), []int{0}))
	// Output:
	// 0.693147
	// 0 1000
}

// Several questions at once: each output has a target of its own.
func ExampleBCE_ForwardTarget() {
	y := nn.FromRows([][]float64{{4, -4, 0}})
	fmt.Printf("%.4f\n", nn.NewBCE().ForwardTarget(y, nn.FromRows([][]float64{{1, 0, 0.5}})))
	// Output: 0.2431
}

func ExampleBCE_Backward() {
	loss := nn.NewBCE()
	loss.ForwardTarget(nn.New(1, 2), nn.FromRows([][]float64{{1, 0}}))
	fmt.Println(loss.Backward())
	// Output: [[-0.25 0.25]]
}

// A loss of one's own, for labels: 1 − p of the right class.
type unsure struct{ p, dy *nn.Tensor }

func (l *unsure) Forward(y *nn.Tensor, labels []int) float64 {
	l.p = y.Softmax()
	right := l.p.Mul(nn.OneHot(labels, y.Shape[1]))
	n := float64(len(labels))
	l.dy = l.p.Mul(right.SumCols()).Sub(right).Scale(1 / n)
	return 1 - right.Sum()/n
}

func (l *unsure) Backward() *nn.Tensor { return l.dy }

func ExampleLoss() {
	x, labels := xor()
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 2}, Activation: "tanh", Loss: &unsure{}, Rand: nn.NewRand(2)})
	fmt.Println("gradients agree:", nn.GradientCheck(net, x, labels).OK())
	opt := nn.NewAdam(0.05)
	for range 200 {
		net.Step(x, labels, opt)
	}
	fmt.Println(net.Classify(x))
	// Output:
	// gradients agree: true
	// [0 1 1 0]
}

// A loss of one's own, for targets: the mean of log cosh(y − t).
type logCosh struct{ d *nn.Tensor }

func (l *logCosh) Forward(y *nn.Tensor, labels []int) float64 {
	return l.ForwardTarget(y, nn.OneHot(labels, y.Shape[1]))
}

func (l *logCosh) ForwardTarget(y, t *nn.Tensor) float64 {
	l.d = y.Sub(t)
	return l.d.Apply(func(d float64) float64 { return math.Log(math.Cosh(d)) }).Mean()
}

func (l *logCosh) Backward() *nn.Tensor { return l.d.Tanh().Scale(1 / float64(l.d.Len())) }

func ExampleTargetLoss() {
	x := nn.NewRand(1).Normal(0, 1, 100, 2)
	t := x.MatMul(nn.FromRows([][]float64{{2}, {-1}}))
	net := nn.BuildNet(nn.NetSpec{Input: []int{2}, Layers: []nn.Layer{nn.NewAffine(1)}, Loss: &logCosh{}, Rand: nn.NewRand(2)})
	h := nn.Fit(net, nn.NewTargets(x, t), nn.NewAdam(0.1), nn.FitOptions{Epochs: 60, Batch: 20, Rand: nn.NewRand(3), Quiet: true})
	fmt.Printf("%s %.3f\n", h.ScoreName(), h.Last().TrainAccuracy)
	// Output: R² 1.000
}
