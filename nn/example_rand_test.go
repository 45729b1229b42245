package nn_test

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"sort"

	"gonum.org/v1/gonum/mat"

	"quire/nn"
)

func ExampleNewRand() {
	a, b := nn.NewRand(7), nn.NewRand(7)
	fmt.Println(a.Intn(100), a.Intn(100), b.Intn(100), b.Intn(100))
	// Output: 55 25 55 25
}

// A Rand is a source of math/rand/v2.
func ExampleRand() {
	r := rand.New(nn.NewRand(1))
	fmt.Println(r.IntN(6)+1, r.IntN(6)+1, r.IntN(6)+1)
	// Output: 5 3 3
}

// Streams for two things that must not disturb each other.
func ExampleRand_Split() {
	r := nn.NewRand(1)
	weights, noise := r.Split("weights"), r.Split("noise")
	fmt.Println(weights.Intn(1000), noise.Intn(1000))
	// Output: 626 949
}

func ExampleRand_Uint64() {
	fmt.Printf("%x\n", nn.NewRand(1).Uint64())
	// Output: bfef8030ddc2d772
}

func ExampleRand_Float64() {
	r := nn.NewRand(1)
	fmt.Printf("%.4f %.4f\n", r.Float64(), r.Float64())
	// Output: 0.7497 0.3724
}

func ExampleRand_Intn() {
	r := nn.NewRand(1)
	fmt.Println(r.Intn(6)+1, r.Intn(6)+1, r.Intn(6)+1)
	// Output: 1 4 2
}

func ExampleRand_Norm() {
	r := nn.NewRand(1)
	fmt.Printf("%.4f %.4f\n", r.Norm(), r.Norm())
	// Output: 1.3542 -0.6919
}

func ExampleRand_Perm() {
	fmt.Println(nn.NewRand(1).Perm(6))
	// Output: [2 1 4 3 5 0]
}

func ExampleRand_Shuffle() {
	v := []int{10, 20, 30, 40}
	nn.NewRand(1).Shuffle(v)
	fmt.Println(v)
	// Output: [40 20 10 30]
}

// The book's np.random.choice(60000, 5): the numbers of a mini-batch.
func ExampleRand_Choice() {
	fmt.Println(nn.NewRand(1).Choice(60000, 5))
	// Output: [41970 46695 47527 53004 3515]
}

func ExampleRand_Sample() {
	sample := nn.NewRand(1).Sample(10, 4)
	sort.Ints(sample)
	fmt.Println(sample)
	// Output: [1 2 4 8]
}

// A die that shows 6 half of the time.
func ExampleRand_Weighted() {
	fmt.Println(nn.NewRand(1).Weighted([]float64{1, 1, 1, 1, 1, 5}, 12))
	// Output: [5 3 4 5 2 5 4 1 3 5 5 5]
}

// A mask of Dropout with a rate of 0.5.
func ExampleRand_Bernoulli() {
	fmt.Println(nn.NewRand(1).Bernoulli(0.5, 2, 6))
	// Output:
	// [[0 1 1 0 1 0]
	//  [1 1 1 0 0 0]]
}

// He's weights for 50 inputs.
func ExampleRand_Normal() {
	w := nn.NewRand(1).Normal(0, 0.2, 50, 100)
	fmt.Printf("%.3f %.3f\n", w.Mean(), w.Std())
	// Output: -0.002 0.199
}

func ExampleRand_Uniform() {
	x := nn.NewRand(1).Uniform(-1, 1, 1000)
	fmt.Printf("%.2f %.2f %.2f\n", x.Min(), x.Mean(), x.Max())
	// Output: -0.99 -0.01 1.00
}

func ExampleDefaultRand() {
	defer nn.SeedDefault(1, "")
	nn.SeedDefault(1, "cell")
	fmt.Println(nn.DefaultRand().Perm(5))
	// Output: [4 3 2 0 1]
}

func ExampleSeedDefault() {
	defer nn.SeedDefault(1, "")
	nn.SeedDefault(1, "cell")
	a := nn.DefaultRand().Intn(1000)
	nn.SeedDefault(1, "cell")
	fmt.Println(a == nn.DefaultRand().Intn(1000))
	// Output: true
}

func ExampleFromMat() {
	m := mat.NewDense(2, 2, []float64{1, 2, 3, 4})
	fmt.Println(nn.FromMat(m.T()))
	// Output:
	// [[1 3]
	//  [2 4]]
}

// Linear equations: gonum solves A·x = b.
func ExampleTensor_Mat() {
	a, b := nn.FromRows([][]float64{{2, 1}, {1, 3}}), nn.FromRows([][]float64{{3}, {5}})
	var x mat.Dense
	if err := x.Solve(a.Mat(), b.Mat()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(nn.FromMat(&x))
	// Output:
	// [[0.8]
	//  [1.4]]
}

func ExampleFromImage() {
	img := image.NewGray(image.Rect(0, 0, 3, 2))
	img.SetGray(1, 0, color.Gray{Y: 255})
	x := nn.FromImage(img, 1)
	fmt.Println(x.Shape)
	fmt.Println(x.Reshape(2, 3))
	// Output:
	// [2 3 1]
	// [[0 1 0]
	//  [0 0 0]]
}

func ExampleTensor_Image() {
	x := nn.FromRows([][]float64{{0, 0.5, 1}})
	img := x.Image()
	fmt.Println(img.Bounds(), img.At(1, 0))
	// Output: (0,0)-(3,1) {128}
}
