// Package data holds the data sets of the course: MNIST and Fashion-MNIST, when the reader has them, and synthetic digits
// that need no files.
//
// [Digits] returns MNIST when it lies in the folder mnist of $QUIRE_DATA or of the user's cache and its checksums are
// right, and the synthetic digits otherwise. A report that uses it prints Name and Source of the [Set], so that figures
// are never taken for those of another data set.
//
// # Lists of examples
//
// A [Dataset] holds images, one byte per pixel, and converts to numbers from 0 to 1 as examples are read. [Points] hold a
// few numbers each with a class: a toy set such as [Moons], a truth table ([Gate]), or the rows of a file that [ReadCSV]
// reads. [Values] hold numbers whose answers are numbers, for regression. All three are what nn.Fit, nn.NewBatches and
// nn.Evaluate take. None of them ever changes: Split, Shuffle, SplitStratified, Subset, Only, Balanced, Concat and Noise
// give new lists.
//
// # Scaling
//
// [Standard] and [MinMax] measure training examples, and the [Scaler] that they return is applied to all:
//
//	train, test := points.SplitStratified(0.8, nil)
//	s := train.Standard()
//	train, test = train.Scaled(s), test.Scaled(s)
//
// # Files
//
// What is read from files returns errors that name the file, and the line where there are lines. [Fetch] downloads
// MNIST and Fashion-MNIST; nothing else uses the network.
package data
