package nn

// joiner is a layer that a stage may work for. What the layer keeps for Backward it does not have then; it asks the stage
// for it when it needs it.
type joiner interface {
	Layer
	join(s *imageStage)
	joined() *imageStage
}

// joint is embedded by layers that can join an imageStage.
type joint struct{ stage *imageStage }

func (j *joint) join(s *imageStage)  { j.stage = s }
func (j *joint) joined() *imageStage { return j.stage }

// part gives the layers of the stage, if there is one, the state that they would have had without it.
func (j *joint) part() {
	s := j.stage
	if s == nil {
		return
	}
	x := s.x
	for _, l := range s.layers {
		l := l.(joiner)
		inside := l.joined() == s
		l.join(nil)
		x = l.Forward(x, inside)
	}
}
