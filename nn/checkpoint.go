package nn

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// The file of a training, all numbers little-endian:
//
//	"quiretrn" and version 1 (uint32)
//	three parts, each with its length (uint32): the file of the network, the file of the optimizer, the streams
//	SHA-256 of everything before (32 bytes)
//
// The streams are those of the layers that draw in training, in order, and that of the batches: their number (uint32), and
// for each its state (uint64), the spare normal number (float64) and whether there is one (uint32). After them stands the
// order of the batches: the place of the next one (uint32), the number of examples (uint32), and their numbers (uint32
// each); nothing without batches.
const (
	trainingMagic   = "quiretrn"
	trainingVersion = 1
)

// SaveTraining writes to a file all that a training needs to go on as if it had not been interrupted, bit for bit: the
// network, what the optimizer remembers, and where the random streams of dropout and batches are. batches may be nil. The
// file is made or replaced as a whole; errors name it. The optimizer must be one of this package.
func SaveTraining(path string, net *Net, opt Optimizer, batches *Batches) error {
	if net == nil {
		return errors.New("save training: there is no network")
	}
	return replaceFile(path, func(w io.Writer) error { return saveTraining(w, net, opt, batches) })
}

func saveTraining(w io.Writer, net *Net, opt Optimizer, batches *Batches) error {
	var first, second bytes.Buffer
	if err := net.Save(&first); err != nil {
		return err
	}
	if err := SaveOptimizer(&second, opt, net); err != nil {
		return err
	}
	b := binary.LittleEndian.AppendUint32([]byte(trainingMagic), trainingVersion)
	for _, part := range [][]byte{first.Bytes(), second.Bytes(), encodeStreams(net, batches)} {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(part))), part...)
	}
	sum := sha256.Sum256(b)
	if _, err := w.Write(append(b, sum[:]...)); err != nil {
		return fmt.Errorf("save training: %w", err)
	}
	return nil
}

// LoadTraining reads what SaveTraining wrote into a network of the same structure, an optimizer of the same kind and
// batches of as many examples; batches must be nil when there were none. The training then goes on with the next batch. On
// an error all three are as before.
func LoadTraining(path string, net *Net, opt Optimizer, batches *Batches) error {
	if net == nil {
		return errors.New("load training: there is no network")
	}
	return readFile(path, func(r io.Reader) error {
		file, err := io.ReadAll(io.LimitReader(r, 4*saveLimit))
		if err != nil {
			return err
		}
		if err := loadTraining(file, net, opt, batches); err != nil {
			return fmt.Errorf("load training: %w", err)
		}
		return nil
	})
}

func loadTraining(file []byte, net *Net, opt Optimizer, batches *Batches) error {
	parts, err := trainingParts(file)
	if err != nil {
		return err
	}
	tensors, err := decodeNet(parts[0])
	if err != nil {
		return err
	}
	if problem := compareTensors(tensors, net.tensors(), "the file", net.String()); problem != "" {
		return errors.New(problem)
	}
	streams := trainingStreams(net, batches)
	saved, order, err := decodeStreams(parts[2], len(streams), batches)
	if err != nil {
		return err
	}
	if err := LoadOptimizer(bytes.NewReader(parts[1]), opt, net); err != nil {
		return err
	}
	if err := net.load(parts[0]); err != nil {
		return err
	}
	for i, r := range streams {
		r.state, r.spare, r.have = saved[i].state, saved[i].spare, saved[i].have
	}
	if batches != nil {
		batches.next = order.next
		copy(batches.order, order.numbers)
	}
	return nil
}

// trainingParts checks the file of a training and divides it.
func trainingParts(file []byte) (parts [3][]byte, err error) {
	if !bytes.HasPrefix(file, []byte(trainingMagic)) {
		return parts, errors.New("this is not a saved training")
	}
	d := decoder{rest: file[len(trainingMagic):]}
	if v := d.number(); !d.short && v != trainingVersion {
		return parts, fmt.Errorf("the file has version %d, and this program knows version %d", v, trainingVersion)
	}
	for i := range parts {
		parts[i] = d.take(d.number())
	}
	if d.short || len(d.rest) < sha256.Size {
		return parts, fmt.Errorf("the file ends after %d bytes, in the middle: it was cut short, or it is damaged", len(file))
	}
	if sum := sha256.Sum256(file[:len(file)-len(d.rest)]); !bytes.Equal(sum[:], d.rest) {
		return parts, errors.New("the checksum is wrong: the file is damaged")
	}
	return parts, nil
}

// trainingStreams lists the streams that a training draws from, that of the batches last.
func trainingStreams(net *Net, batches *Batches) []*Rand {
	var all []*Rand
	net.each(func(_ string, l Layer) {
		if s, ok := l.(streamed); ok && isOwn(l) && s.stream() != nil {
			all = append(all, s.stream())
		}
	})
	if batches != nil {
		all = append(all, batches.r)
	}
	return all
}

func encodeStreams(net *Net, batches *Batches) []byte {
	all := trainingStreams(net, batches)
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(all)))
	for _, r := range all {
		b = binary.LittleEndian.AppendUint64(b, r.state)
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(r.spare))
		have := uint32(0)
		if r.have {
			have = 1
		}
		b = binary.LittleEndian.AppendUint32(b, have)
	}
	if batches == nil {
		return b
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(batches.next))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(batches.order)))
	for _, i := range batches.order {
		b = binary.LittleEndian.AppendUint32(b, uint32(i))
	}
	return b
}

// batchOrder is where batches are in their examples.
type batchOrder struct {
	next    int
	numbers []int
}

// decodeStreams reads that many streams, and the order of the batches when there are any.
func decodeStreams(b []byte, streams int, batches *Batches) (all []Rand, order batchOrder, err error) {
	d := decoder{rest: b}
	if n := d.number(); n != streams {
		return nil, order, fmt.Errorf("the file has %d random streams and this training %d: it has batches and the other has none, or the dropout differs", n, streams)
	}
	for range streams {
		state, spare, have := d.take(8), d.take(8), d.number()
		if d.short {
			return nil, order, errors.New("the random streams are cut short")
		}
		all = append(all, Rand{
			state: binary.LittleEndian.Uint64(state),
			spare: math.Float64frombits(binary.LittleEndian.Uint64(spare)), have: have == 1,
		})
	}
	if batches == nil {
		if len(d.rest) > 0 {
			return nil, order, errors.New("the file has batches and this training none; give them to LoadTraining")
		}
		return all, order, nil
	}
	order.next = d.number()
	count := d.number()
	if count != len(batches.order) {
		return nil, order, fmt.Errorf("the batches of the file are from %d examples and these from %d", count, len(batches.order))
	}
	for range count {
		order.numbers = append(order.numbers, d.number())
	}
	if d.short || len(d.rest) > 0 || order.next > count || !samePermutation(order.numbers, batches.order) {
		return nil, order, errors.New("the batches of the file are from other examples")
	}
	return all, order, nil
}

// samePermutation reports whether two lists hold the same numbers.
func samePermutation(a, b []int) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
