package worker

import "math"

// Conversions of floats to integers, where the value does not fit: what Go leaves to the processor is here what compiled
// Go does on amd64.

func toInt64(x float64) int64 {
	if x >= -(1<<63) && x < 1<<63 {
		return int64(x)
	}
	return math.MinInt64
}

func toInt32(x float64) int32 {
	if x > -(1<<31)-1 && x < 1<<31 {
		return int32(x)
	}
	return math.MinInt32
}

func toUint64(x float64) uint64 {
	if x < 1<<63 {
		return uint64(toInt64(x))
	}
	return uint64(toInt64(x-1<<63)) | 1<<63
}
