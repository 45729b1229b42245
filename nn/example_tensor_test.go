package nn_test

import (
	"fmt"

	"quire/nn"
)

func ExampleNew() {
	x := nn.New(2, 3)
	fmt.Println(x.Shape, x.Len())
	fmt.Println(x)
	// Output:
	// [2 3] 6
	// [[0 0 0]
	//  [0 0 0]]
}

func ExampleFull() {
	fmt.Println(nn.Full(0.5, 2, 2))
	fmt.Println(nn.Full(7)) // a single number
	// Output:
	// [[0.5 0.5]
	//  [0.5 0.5]]
	// 7
}

func ExampleFrom() {
	data := []float32{1, 2, 3, 4}
	x := nn.From(data, 2, 2)
	data[0] = 10 // From keeps the slice
	fmt.Println(x)
	// Output:
	// [[10 2]
	//  [ 3 4]]
}

func ExampleFromFloats() {
	fmt.Println(nn.FromFloats([]float64{1, 2, 3, 4, 5, 6}, 2, 3))
	// Output:
	// [[1 2 3]
	//  [4 5 6]]
}

func ExampleFromRows() {
	fmt.Println(nn.FromRows([][]float64{{1, 2}, {3, 4}, {5, 6}}))
	// Output:
	// [[1 2]
	//  [3 4]
	//  [5 6]]
}

func ExampleArange() {
	fmt.Println(nn.Arange(0, 5, 1))
	fmt.Println(nn.Arange(0, 1, 0.25))
	// Output:
	// [0 1 2 3 4]
	// [0 0.25 0.5 0.75]
}

func ExampleLinspace() {
	fmt.Println(nn.Linspace(0, 1, 5))
	// Output: [0 0.25 0.5 0.75 1]
}

func ExampleEye() {
	fmt.Println(nn.Eye(3))
	// Output:
	// [[1 0 0]
	//  [0 1 0]
	//  [0 0 1]]
}

func ExampleOneHot() {
	fmt.Println(nn.OneHot([]int{2, 0}, 3))
	// Output:
	// [[0 0 1]
	//  [1 0 0]]
}

func ExampleFromOneHot() {
	fmt.Println(nn.FromOneHot(nn.OneHot([]int{7, 2, 1}, 10)))
	// Output: [7 2 1]
}

func ExampleConcat() {
	a, b := nn.FromRows([][]float64{{1, 2}, {3, 4}}), nn.FromRows([][]float64{{5}, {6}})
	fmt.Println(nn.Concat(1, []*nn.Tensor{a, b}))
	fmt.Println(nn.Concat(0, []*nn.Tensor{a, a}))
	// Output:
	// [[1 2 5]
	//  [3 4 6]]
	// [[1 2]
	//  [3 4]
	//  [1 2]
	//  [3 4]]
}

func ExampleStack() {
	a, b := nn.Arange(0, 3, 1), nn.Arange(10, 13, 1)
	fmt.Println(nn.Stack(0, []*nn.Tensor{a, b}))
	fmt.Println(nn.Stack(1, []*nn.Tensor{a, b}))
	// Output:
	// [[ 0  1  2]
	//  [10 11 12]]
	// [[0 10]
	//  [1 11]
	//  [2 12]]
}

// The leaky ReLU: x where it is positive, a hundredth of it elsewhere.
func ExampleWhere() {
	x := nn.FromFloats([]float64{-2, -1, 0, 1, 2}, 5)
	fmt.Println(nn.Where(x.Greater(nn.Full(0)), x, x.Scale(0.01)))
	// Output: [-0.02 -0.01 0 1 2]
}

func ExampleTensor_Len() {
	fmt.Println(nn.New(2, 3, 4).Len())
	// Output: 24
}

func ExampleTensor_Dim() {
	x := nn.New(100, 28, 28, 1)
	fmt.Println(x.Dim(0), x.Dim(-1))
	// Output: 100 1
}

func ExampleTensor_At() {
	x := nn.FromRows([][]float64{{1, 2}, {3, 4}})
	fmt.Println(x.At(1, 0))
	// Output: 3
}

func ExampleTensor_Set() {
	x := nn.New(2, 2)
	x.Set(5, 0, 1)
	fmt.Println(x)
	// Output:
	// [[0 5]
	//  [0 0]]
}

func ExampleTensor_Clone() {
	x := nn.New(2)
	y := x.Clone()
	y.Set(1, 0)
	fmt.Println(x, y)
	// Output: [0 0] [1 0]
}

func ExampleTensor_Reshape() {
	x := nn.Arange(0, 6, 1)
	fmt.Println(x.Reshape(2, -1))
	fmt.Println(nn.New(100, 784).Reshape(-1, 28, 28, 1).Shape)
	// Output:
	// [[0 1 2]
	//  [3 4 5]]
	// [100 28 28 1]
}

func ExampleTensor_Row() {
	x := nn.FromRows([][]float64{{1, 2}, {3, 4}})
	fmt.Println(x.Row(1))
	// Output: [3 4]
}

func ExampleTensor_Rows() {
	x := nn.FromRows([][]float64{{1, 2}, {3, 4}, {5, 6}})
	fmt.Println(x.Rows(1, 3))
	// Output:
	// [[3 4]
	//  [5 6]]
}

func ExampleTensor_Col() {
	x := nn.FromRows([][]float64{{1, 2}, {3, 4}, {5, 6}})
	fmt.Println(x.Col(1))
	// Output: [2 4 6]
}

func ExampleTensor_Cols() {
	x := nn.FromRows([][]float64{{1, 2, 3}, {4, 5, 6}})
	fmt.Println(x.Cols(1, 3))
	// Output:
	// [[2 3]
	//  [5 6]]
}

// The first channel of two images of 2×2 with three channels.
func ExampleTensor_Slice() {
	x := nn.Arange(0, 24, 1).Reshape(2, 2, 2, 3)
	red := x.Slice(3, 0, 1)
	fmt.Println(red.Shape)
	fmt.Println(red.Reshape(2, 4))
	// Output:
	// [2 2 2 1]
	// [[ 0  3  6  9]
	//  [12 15 18 21]]
}

func ExampleTensor_Gather() {
	x := nn.FromRows([][]float64{{1, 2}, {3, 4}, {5, 6}})
	fmt.Println(x.Gather([]int{2, 0}))
	// Output:
	// [[5 6]
	//  [1 2]]
}

func ExampleTensor_Take() {
	x := nn.FromRows([][]float64{{1, 2, 3}, {4, 5, 6}})
	fmt.Println(x.Take(1, []int{2, 0}))
	// Output:
	// [[3 1]
	//  [6 4]]
}

func ExampleTensor_Flip() {
	x := nn.FromRows([][]float64{{1, 2, 3}, {4, 5, 6}})
	fmt.Println(x.Flip(1))
	// Output:
	// [[3 2 1]
	//  [6 5 4]]
}

func ExampleTensor_Split() {
	x := nn.FromRows([][]float64{{1, 2, 3, 4}, {5, 6, 7, 8}})
	for _, part := range x.Split(1, 2) {
		fmt.Println(part)
	}
	// Output:
	// [[1 2]
	//  [5 6]]
	// [[3 4]
	//  [7 8]]
}

func ExampleTensor_SplitAt() {
	x := nn.Arange(0, 6, 1)
	for _, part := range x.SplitAt(0, []int{1, 3}) {
		fmt.Println(part)
	}
	// Output:
	// [0]
	// [1 2]
	// [3 4 5]
}

func ExampleTensor_Float64s() {
	fmt.Println(nn.Eye(2).Float64s())
	// Output: [1 0 0 1]
}

func ExampleTensor_Rows64() {
	fmt.Println(nn.Eye(2).Rows64())
	// Output: [[1 0] [0 1]]
}

func ExampleTensor_Equal() {
	a, b := nn.FromFloats([]float64{1, 2}, 2), nn.FromFloats([]float64{1, 2.001}, 2)
	fmt.Println(a.Equal(b, 0.01), a.Equal(b, 0))
	// Output: true false
}

func ExampleTensor_String() {
	fmt.Println(nn.FromRows([][]float64{{1, -20}, {0.5, 3}}))
	fmt.Println(nn.Arange(0, 1000, 1))
	// Output:
	// [[  1 -20]
	//  [0.5   3]]
	// Tensor(1000) [0 1 2 3 4 5 …] min 0 max 999
}

// A bias for every column, and a column for every row.
func ExampleTensor_Add() {
	x := nn.FromRows([][]float64{{1, 2, 3}, {4, 5, 6}})
	fmt.Println(x.Add(nn.FromFloats([]float64{10, 20, 30}, 3)))
	fmt.Println(x.Add(nn.FromRows([][]float64{{100}, {200}})))
	// Output:
	// [[11 22 33]
	//  [14 25 36]]
	// [[101 102 103]
	//  [204 205 206]]
}

func ExampleTensor_Sub() {
	x := nn.FromRows([][]float64{{1, 2}, {3, 6}})
	fmt.Println(x.Sub(x.MeanRows()))
	// Output:
	// [[-1 -2]
	//  [ 1  2]]
}

func ExampleTensor_Mul() {
	row, column := nn.Arange(1, 4, 1), nn.FromRows([][]float64{{1}, {10}})
	fmt.Println(column.Mul(row))
	// Output:
	// [[ 1  2  3]
	//  [10 20 30]]
}

// Each row divided by its sum.
func ExampleTensor_Div() {
	x := nn.FromRows([][]float64{{1, 3}, {2, 2}})
	fmt.Println(x.Div(x.SumCols()))
	// Output:
	// [[0.25 0.75]
	//  [ 0.5  0.5]]
}

func ExampleTensor_Maximum() {
	x := nn.FromFloats([]float64{-1, 0.5, 2}, 3)
	fmt.Println(x.Maximum(nn.Full(0)))
	// Output: [0 0.5 2]
}

func ExampleTensor_Minimum() {
	x := nn.FromFloats([]float64{-1, 0.5, 2}, 3)
	fmt.Println(x.Minimum(nn.Full(1)))
	// Output: [-1 0.5 1]
}

// The mask of ReLU's gradient.
func ExampleTensor_Greater() {
	x := nn.FromFloats([]float64{-1, 0.5, 2}, 3)
	fmt.Println(x.Greater(nn.Full(0)))
	// Output: [0 1 1]
}

func ExampleTensor_GreaterEqual() {
	fmt.Println(nn.Arange(0, 4, 1).GreaterEqual(nn.Full(2)))
	// Output: [0 0 1 1]
}

func ExampleTensor_Less() {
	fmt.Println(nn.Arange(0, 4, 1).Less(nn.Full(2)))
	// Output: [1 1 0 0]
}

func ExampleTensor_LessEqual() {
	fmt.Println(nn.Arange(0, 4, 1).LessEqual(nn.Full(2)))
	// Output: [1 1 1 0]
}

// The share of right answers.
func ExampleTensor_EqualTo() {
	y, t := nn.FromFloats([]float64{7, 2, 1, 0}, 4), nn.FromFloats([]float64{7, 2, 7, 0}, 4)
	fmt.Println(y.EqualTo(t).Mean())
	// Output: 0.75
}

func ExampleTensor_BroadcastTo() {
	fmt.Println(nn.Arange(0, 3, 1).BroadcastTo(2, 3))
	// Output:
	// [[0 1 2]
	//  [0 1 2]]
}

func ExampleTensor_Scale() {
	fmt.Println(nn.Arange(0, 3, 1).Scale(-2))
	// Output: [0 -2 -4]
}

func ExampleTensor_AddScalar() {
	fmt.Println(nn.Arange(0, 3, 1).AddScalar(0.5))
	// Output: [0.5 1.5 2.5]
}

func ExampleTensor_Apply() {
	step := func(x float64) float64 {
		if x > 0 {
			return 1
		}
		return 0
	}
	fmt.Println(nn.FromFloats([]float64{-1, 0, 2}, 3).Apply(step))
	// Output: [0 0 1]
}

func ExampleTensor_Exp() {
	fmt.Println(nn.FromFloats([]float64{0, 1}, 2).Exp())
	// Output: [1 2.7183]
}

func ExampleTensor_Log() {
	fmt.Println(nn.FromFloats([]float64{1, 10}, 2).Log())
	// Output: [0 2.3026]
}

func ExampleTensor_Sqrt() {
	fmt.Println(nn.FromFloats([]float64{4, 2}, 2).Sqrt())
	// Output: [2 1.4142]
}

func ExampleTensor_Square() {
	fmt.Println(nn.FromFloats([]float64{-3, 2}, 2).Square())
	// Output: [9 4]
}

func ExampleTensor_Pow() {
	fmt.Println(nn.FromFloats([]float64{1, 4, 9}, 3).Pow(1.5))
	// Output: [1 8 27]
}

func ExampleTensor_Neg() {
	fmt.Println(nn.FromFloats([]float64{-3, 2}, 2).Neg())
	// Output: [3 -2]
}

func ExampleTensor_Abs() {
	fmt.Println(nn.FromFloats([]float64{-3, 2}, 2).Abs())
	// Output: [3 2]
}

func ExampleTensor_Sign() {
	fmt.Println(nn.FromFloats([]float64{-3, 0, 2}, 3).Sign())
	// Output: [-1 0 1]
}

func ExampleTensor_Clip() {
	fmt.Println(nn.FromFloats([]float64{-3, 0.5, 2}, 3).Clip(0, 1))
	// Output: [0 0.5 1]
}

func ExampleTensor_Sigmoid() {
	fmt.Println(nn.FromFloats([]float64{-1, 1, 2}, 3).Sigmoid()) // section 3.2.4
	// Output: [0.26894 0.73106 0.8808]
}

func ExampleTensor_Tanh() {
	fmt.Println(nn.FromFloats([]float64{-1, 0, 1}, 3).Tanh())
	// Output: [-0.76159 0 0.76159]
}

func ExampleTensor_ReLU() {
	fmt.Println(nn.FromFloats([]float64{-1, 0, 2}, 3).ReLU())
	// Output: [0 0 2]
}

// Section 3.5.1.
func ExampleTensor_Softmax() {
	y := nn.FromFloats([]float64{0.3, 2.9, 4.0}, 3).Softmax()
	fmt.Println(y)
	fmt.Printf("%.6f\n", y.Sum())
	// Output:
	// [0.018211 0.24519 0.7366]
	// 1.000000
}

func ExampleTensor_SoftmaxAxis() {
	x := nn.FromRows([][]float64{{0, 1}, {0, 0}})
	fmt.Println(x.SoftmaxAxis(0))
	// Output:
	// [[0.5 0.73106]
	//  [0.5 0.26894]]
}

func ExampleTensor_MatMul_vector() {
	x, w := nn.FromFloats([]float64{1, 2}, 2), nn.FromRows([][]float64{{1, 3, 5}, {2, 4, 6}})
	fmt.Println(x.MatMul(w)) // section 3.3.3
	// Output: [5 11 17]
}

func ExampleTensor_Outer() {
	fmt.Println(nn.Arange(1, 3, 1).Outer(nn.Arange(1, 4, 1)))
	// Output:
	// [[1 2 3]
	//  [2 4 6]]
}

func ExampleTensor_Dot() {
	fmt.Println(nn.Arange(1, 4, 1).Dot(nn.Arange(4, 7, 1)))
	// Output: 32
}

func ExampleTensor_T() {
	fmt.Println(nn.FromRows([][]float64{{1, 2, 3}, {4, 5, 6}}).T())
	// Output:
	// [[1 4]
	//  [2 5]
	//  [3 6]]
}

// From the book's (N, C, H, W) to this package's (N, H, W, C).
func ExampleTensor_Transpose() {
	fmt.Println(nn.New(10, 1, 28, 28).Transpose(0, 2, 3, 1).Shape)
	// Output: [10 28 28 1]
}

func ExampleTensor_Expand() {
	x := nn.Arange(0, 3, 1)
	fmt.Println(x.Expand(0).Shape, x.Expand(1).Shape)
	// Output: [1 3] [3 1]
}

func ExampleTensor_Squeeze() {
	fmt.Println(nn.New(1, 28, 28, 1).Squeeze().Shape)
	// Output: [28 28]
}

func ExampleTensor_Flatten() {
	fmt.Println(nn.FromRows([][]float64{{1, 2}, {3, 4}}).Flatten())
	// Output: [1 2 3 4]
}

func ExampleTensor_Sum() {
	fmt.Println(nn.Arange(0, 5, 1).Sum())
	// Output: 10
}

func ExampleTensor_Mean() {
	fmt.Println(nn.Arange(0, 5, 1).Mean())
	// Output: 2
}

func ExampleTensor_Var() {
	fmt.Println(nn.Arange(0, 5, 1).Var())
	// Output: 2
}

func ExampleTensor_Std() {
	fmt.Println(nn.FromFloats([]float64{-3, 3}, 2).Std())
	// Output: 3
}

func ExampleTensor_Norm() {
	fmt.Println(nn.FromFloats([]float64{3, 4}, 2).Norm())
	// Output: 5
}

func ExampleTensor_Max() {
	fmt.Println(nn.FromFloats([]float64{3, 8, 4}, 3).Max())
	// Output: 8
}

func ExampleTensor_Min() {
	fmt.Println(nn.FromFloats([]float64{3, 8, 4}, 3).Min())
	// Output: 3
}

func ExampleTensor_SumRows() {
	fmt.Println(nn.FromRows([][]float64{{1, 2}, {3, 4}}).SumRows())
	// Output: [4 6]
}

func ExampleTensor_MeanRows() {
	fmt.Println(nn.FromRows([][]float64{{1, 2}, {3, 4}}).MeanRows())
	// Output: [2 3]
}

func ExampleTensor_SumCols() {
	fmt.Println(nn.FromRows([][]float64{{1, 2}, {3, 4}}).SumCols())
	// Output:
	// [[3]
	//  [7]]
}

func ExampleTensor_SumAxis() {
	x := nn.FromRows([][]float64{{1, 2, 3}, {4, 5, 6}})
	fmt.Println(x.SumAxis(0), x.SumAxis(1), x.SumAxis(-1))
	// Output: [5 7 9] [6 15] [6 15]
}

// The mean of each channel of two images of 2×2.
func ExampleTensor_MeanAxis() {
	x := nn.Arange(0, 16, 1).Reshape(2, 2, 2, 2)
	fmt.Println(x.Reshape(-1, 2).MeanAxis(0))
	// Output: [7 8]
}

func ExampleTensor_VarAxis() {
	x := nn.FromRows([][]float64{{1, 2}, {3, 6}})
	fmt.Println(x.VarAxis(0))
	// Output: [1 4]
}

// Every column with mean 0 and deviation 1.
func ExampleTensor_StdAxis() {
	x := nn.FromRows([][]float64{{1, 2}, {3, 6}})
	fmt.Println(x.Sub(x.MeanAxis(0)).Div(x.StdAxis(0)))
	// Output:
	// [[-1 -1]
	//  [ 1  1]]
}

func ExampleTensor_MaxAxis() {
	x := nn.FromRows([][]float64{{1, 5, 3}, {4, 2, 6}})
	fmt.Println(x.MaxAxis(0), x.MaxAxis(1))
	// Output: [4 5 6] [5 6]
}

func ExampleTensor_MinAxis() {
	x := nn.FromRows([][]float64{{1, 5, 3}, {4, 2, 6}})
	fmt.Println(x.MinAxis(0), x.MinAxis(1))
	// Output: [1 2 3] [1 2]
}

func ExampleTensor_Argmax() {
	y := nn.FromRows([][]float64{{0.1, 0.8, 0.1}, {0.3, 0.1, 0.6}})
	fmt.Println(y.Argmax())
	// Output: [1 2]
}

func ExampleTensor_ArgmaxAxis() {
	x := nn.FromRows([][]float64{{1, 5, 3}, {4, 2, 6}})
	fmt.Println(x.ArgmaxAxis(0), x.ArgmaxAxis(1))
	// Output: [1 0 1] [1 2]
}

func ExampleTensor_ArgminAxis() {
	x := nn.FromRows([][]float64{{1, 5, 3}, {4, 2, 6}})
	fmt.Println(x.ArgminAxis(0), x.ArgminAxis(1))
	// Output: [0 1 0] [0 1]
}

func ExampleTensor_Repeat() {
	fmt.Println(nn.FromRows([][]float64{{1, 2}}).Repeat(1, 3))
	// Output: [[1 1 1 2 2 2]]
}

func ExampleTensor_Tile() {
	fmt.Println(nn.FromRows([][]float64{{1, 2}}).Tile(2, 2))
	// Output:
	// [[1 2 1 2]
	//  [1 2 1 2]]
}

func ExampleTensor_Pad() {
	x := nn.Full(1, 2, 2)
	fmt.Println(x.Pad([]int{1, 0}, []int{0, 2}, 0))
	// Output:
	// [[0 0 0 0]
	//  [1 1 0 0]
	//  [1 1 0 0]]
}

func ExampleIm2ColRect() {
	x := nn.Arange(1, 7, 1).Reshape(1, 2, 3, 1)
	fmt.Println(nn.Im2ColRect(x, 1, 2, 1, 0))
	// Output:
	// [[1 2]
	//  [2 3]
	//  [4 5]
	//  [5 6]]
}

// Every pixel comes back as often as windows cover it.
func ExampleCol2Im() {
	cols := nn.Im2Col(nn.Full(1, 1, 3, 3, 1), 2, 1, 0)
	fmt.Println(nn.Col2Im(cols, []int{1, 3, 3, 1}, 2, 1, 0).Reshape(3, 3))
	// Output:
	// [[1 2 1]
	//  [2 4 2]
	//  [1 2 1]]
}

func ExampleCol2ImRect() {
	cols := nn.Im2ColRect(nn.Full(1, 1, 2, 3, 1), 1, 2, 1, 0)
	fmt.Println(nn.Col2ImRect(cols, []int{1, 2, 3, 1}, 1, 2, 1, 0).Reshape(2, 3))
	// Output:
	// [[1 2 1]
	//  [1 2 1]]
}

func ExampleMesh() {
	fmt.Println(nn.Mesh(nn.Arange(0, 3, 1), nn.Arange(10, 12, 1)))
	// Output:
	// [[0 10]
	//  [1 10]
	//  [2 10]
	//  [0 11]
	//  [1 11]
	//  [2 11]]
}

func ExampleFromInts() {
	labels, right := nn.FromInts([]int{7, 2, 1}, 3), nn.FromInts([]int{7, 2, 3}, 3)
	fmt.Println(labels.EqualTo(right))
	// Output: [1 1 0]
}

func ExampleTensor_SetRow() {
	x := nn.New(2, 3)
	x.SetRow(1, nn.Arange(1, 4, 1))
	fmt.Println(x)
	// Output:
	// [[0 0 0]
	//  [1 2 3]]
}

func ExampleTensor_Format() {
	x := nn.FromRows([][]float64{{1, 0.125}, {10, 2}})
	fmt.Printf("%.2f\n", x)
	// Output:
	// [[ 1.00 0.12]
	//  [10.00 2.00]]
}
