// Package data holds the data sets of the course: MNIST and Fashion-MNIST, when the reader has them, and synthetic digits
// that need no files.
//
// [Digits] returns MNIST when it lies in the folder mnist of $QUIRE_DATA or of the user's cache and its checksums are
// right, and the synthetic digits otherwise. A report that uses it prints Name and Source of the [Set], so that figures
// are never taken for those of another data set.
//
// A [Dataset] keeps one byte per pixel and converts to numbers from 0 to 1 as examples are read. It is what nn.Fit,
// nn.NewBatches and nn.Accuracy take.
package data
