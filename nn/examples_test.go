package nn

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// withoutExample lists exported constructors and methods without an Example, with the reason. A name with a star at the end
// stands for all that begin so, one with a star in place of the type for the method of every type.
var withoutExample = map[string]string{
	"*.Build":           "a network calls it; see Example (OwnLayer)",
	"*.OutputShape":     "a network calls it, and Net.Summary shows the result",
	"*.FLOPs":           "Net.Summary shows the result",
	"*.State":           "a network calls it for its files",
	"Affine.Params":     "Net.Params lists them",
	"BatchNorm.Params":  "Net.Params lists them",
	"Conv2D.Params":     "Net.Params lists them",
	"Sequential.Params": "Net.Params lists them; see NewProjectedResidual for names in blocks",
	"Residual.Params":   "as Sequential.Params; see NewProjectedResidual",
	"Base.Params":       "there are none",

	"Conv2D.Forward":      "in the examples of Conv2DFrom and Conv2D.Backward",
	"MaxPool.Forward":     "in the example of MaxPool.Backward",
	"AvgPool.*":           "in the example of NewAvgPool",
	"GlobalAvgPool.*":     "in the example of NewGlobalAvgPool",
	"Sequential.Backward": "in the example of Sequential.Forward",
	"Sequential.Layers":   "in the example of Sequential.Forward",
	"Residual.Forward":    "in the example of NewResidual",
	"Residual.Backward":   "in the example of NewResidual",
	"Residual.Layers":     "in the example of Residual.Projection",
	"Batches.PerEpoch":    "in the example of Batches.Next",
	"Net.Frozen":          "in the example of Net.Unfreeze",
	"Net.LoadFile":        "in the example of Net.SaveFile",
	"Net.Table":           "the rows of Net.Summary; see Net.TableFor",
	"LoadTraining":        "in the example of SaveTraining",
	"Param.Hash":          "in the example of Net.Hash",
	"GradientReport.OK":   "in the examples of GradientCheck and GradientReport.Table",
	"GradientRow.*":       "in the example of GradientCheck",
	"SearchResult.Matrix": "in the example of SearchResult.Best",
	"SearchResult.Table":  "as SearchResult.Sorted, in the order of the trials",
	"SearchResult.Save":   "in the example of LoadSearch",
	"ScoreMap.Table":      "the rows of SearchResult.Map",
	"Trial.Value":         "in the examples of Search",
	"Trial.Int":           "in the examples of Search",
	"History.Last":        "in the examples of Fit",
	"History.MetricNames": "in the example of History.Column",
	"History.ScoreName":   "for programs that draw a history",
	"*.LearningRate":      "the field LR; see SGD.SetLearningRate",
	"*.Update":            "one formula for each type; see SGD.Update",
	"*.Reset":             "as Adam.Reset",
	"*.SetLearningRate":   "as SGD.SetLearningRate",
	"SetHost":             "for the notebook",

	"*.String": "what fmt.Println shows in the examples",
	"*.Error":  "the text of a panic; see BuildNet",
}

// TestEveryNameHasAnExample: what a student meets has an Example whose output is checked.
func TestEveryNameHasAnExample(t *testing.T) {
	exported, examples := map[string]bool{}, map[string]bool{}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if strings.HasSuffix(name, "_test.go") {
				if rest, ok := strings.CutPrefix(f.Name.Name, "Example"); ok {
					examples[exampleOf(rest)] = true
				}
			} else if full := exportedName(f); full != "" {
				exported[full] = true
			}
		}
	}
	used := map[string]bool{}
	for _, full := range slices.Sorted(maps.Keys(exported)) {
		if key := exceptionFor(full); key != "" {
			used[key] = true
			if examples[full] && key == full { // a group may have some
				t.Errorf("%s has an Example; take it from the list of exceptions", full)
			}
		} else if !examples[full] {
			t.Errorf("%s has no Example", full)
		}
	}
	for key := range withoutExample {
		if !used[key] {
			t.Errorf("the exception %s is for nothing", key)
		}
	}
}

// exampleOf returns what an example is of, from its name without "Example": "Net_Step_more" is of "Net.Step".
func exampleOf(name string) string {
	var parts []string
	for _, p := range strings.Split(name, "_") {
		if p != "" && ast.IsExported(p) {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ".")
}

// exportedName returns "NewAffine" or "Net.Step", and nothing for what is not exported.
func exportedName(f *ast.FuncDecl) string {
	if !f.Name.IsExported() {
		return ""
	}
	if f.Recv == nil {
		return f.Name.Name
	}
	typ := f.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	id, ok := typ.(*ast.Ident)
	if !ok || !id.IsExported() {
		return ""
	}
	return id.Name + "." + f.Name.Name
}

// exceptionFor returns the entry of withoutExample that a name falls under, or nothing.
func exceptionFor(full string) string {
	_, method, _ := strings.Cut(full, ".")
	for key := range withoutExample {
		head, open := strings.CutSuffix(key, "*")
		rest, any := strings.CutPrefix(key, "*.")
		if key == full || open && strings.HasPrefix(full, head) || any && rest == method {
			return key
		}
	}
	return ""
}
