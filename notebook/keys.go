package notebook

import (
	"fmt"

	"quire/interp/frontend"
)

// assignKeys gives every cell its key, which names its random stream and its slots: its label; else the first name that
// it defines; else the key of the cell above that defines names, and a count. The text of a cell has no part in it, so
// changing a learning rate keeps the initial weights. Cells that are only shown come last: they change no other's key.
func (n *Note) assignKeys() {
	taken, repeats := map[string]bool{}, map[string]int{}
	unique := func(key string) string {
		k := key
		for taken[k] {
			repeats[key] = max(repeats[key], 1) + 1
			k = fmt.Sprintf("%s#%d", key, repeats[key])
		}
		taken[k] = true
		return k
	}
	for _, eval := range []bool{true, false} {
		defining, count := "", 0
		for _, c := range n.Cells {
			if c.Options.Eval != eval {
				continue
			}
			names := frontend.Names(c.Source)
			switch {
			case c.Label != "":
				c.Key = unique(c.Label)
			case len(names) > 0:
				c.Key = unique(names[0])
			default:
				count++
				c.Key = unique(fmt.Sprintf("%s+%d", defining, count))
			}
			if len(names) > 0 {
				defining, count = c.Key, 0
			}
		}
	}
}
