// Package diagram holds functions of many variables, each with a few values, as
// shared decision diagrams (Bryant 1986, in the form with more than two
// branches and values): equal parts are stored once, so a function over more
// cases than could ever be listed takes some thousand nodes, and a question
// about all cases is a walk over those.
//
// Two functions are equal exactly when their nodes are.
package diagram

import "encoding/binary"

// Node is a function of the variables of one [Space]. Nodes of different spaces
// must not be mixed.
type Node int32

// Value is the function that has one value, 0 or more, in every case.
func Value(v int) Node { return Node(-1 - v) }

// value returns the value of a constant function.
func (n Node) value() (v int, constant bool) { return int(-1 - n), n < 0 }

// Space holds the diagrams over some variables. It is not safe for use by
// several goroutines.
type Space struct {
	widths  []int // how many values each variable has
	nodes   []inner
	unique  map[string]Node
	joins   map[pair]Node
	choices map[choice]Node
}

// inner branches on a variable: one child for each value.
type inner struct {
	variable int
	children []Node
}

type pair struct {
	op   *Operation
	a, b Node
}

type choice struct{ condition, a, b Node }

// New makes a space; variable i has widths[i] values, at most 64. Variables that
// are used together should stand together: the order decides how large diagrams
// get, and nothing else.
func New(widths []int) *Space {
	return &Space{widths: widths, unique: map[string]Node{}, joins: map[pair]Node{}, choices: map[choice]Node{}}
}

// node returns the function that branches on a variable, stored once.
func (s *Space) node(variable int, children []Node) Node {
	same := true
	key := binary.AppendUvarint(nil, uint64(variable))
	for _, c := range children {
		same = same && c == children[0]
		key = binary.AppendVarint(key, int64(c))
	}
	if same {
		return children[0]
	}
	if n, ok := s.unique[string(key)]; ok {
		return n
	}
	n := Node(len(s.nodes))
	s.nodes = append(s.nodes, inner{variable, children})
	s.unique[string(key)] = n
	return n
}

// In is 1 where the variable has one of the values, given as bits, and 0
// elsewhere.
func (s *Space) In(variable int, values uint64) Node {
	children := make([]Node, s.widths[variable])
	for v := range children {
		children[v] = Value(int(values >> v & 1))
	}
	return s.node(variable, children)
}

// Operation joins two values to one.
type Operation struct{ Do func(x, y int) int }

// The operations on truth values (0 and 1) and on values in their order.
var (
	Min = &Operation{func(x, y int) int { return min(x, y) }}
	Max = &Operation{func(x, y int) int { return max(x, y) }}
	// And and Or join truth values.
	And, Or = Min, Max
	// Less is 1 where x is less than y.
	Less = &Operation{func(x, y int) int { return truth(x < y) }}
)

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Join applies an operation case by case.
func (s *Space) Join(op *Operation, a, b Node) Node {
	x, aConstant := a.value()
	y, bConstant := b.value()
	if aConstant && bConstant {
		return Value(op.Do(x, y))
	}
	key := pair{op, a, b}
	if n, ok := s.joins[key]; ok {
		return n
	}
	variable := s.top(a, b)
	children := make([]Node, s.widths[variable])
	for v := range children {
		children[v] = s.Join(op, s.child(a, variable, v), s.child(b, variable, v))
	}
	n := s.node(variable, children)
	s.joins[key] = n
	return n
}

// top returns the first variable that one of the functions branches on.
func (s *Space) top(nodes ...Node) int {
	first := len(s.widths)
	for _, n := range nodes {
		if n >= 0 {
			first = min(first, s.nodes[n].variable)
		}
	}
	return first
}

func (s *Space) child(n Node, variable, value int) Node {
	if n < 0 || s.nodes[n].variable != variable {
		return n
	}
	return s.nodes[n].children[value]
}

// Not turns truth values into their opposite.
func (s *Space) Not(a Node) Node { return s.Join(Less, a, Value(1)) }

// If is a where the condition is 1, and b where it is 0.
func (s *Space) If(condition, a, b Node) Node {
	if v, constant := condition.value(); constant {
		if v == 1 {
			return a
		}
		return b
	}
	if a == b {
		return a
	}
	key := choice{condition, a, b}
	if n, ok := s.choices[key]; ok {
		return n
	}
	variable := s.top(condition, a, b)
	children := make([]Node, s.widths[variable])
	for v := range children {
		children[v] = s.If(s.child(condition, variable, v), s.child(a, variable, v), s.child(b, variable, v))
	}
	n := s.node(variable, children)
	s.choices[key] = n
	return n
}

// With is the function when a variable has a value.
func (s *Space) With(n Node, variable, value int) Node {
	return s.with(n, variable, value, map[Node]Node{})
}

func (s *Space) with(n Node, variable, value int, done map[Node]Node) Node {
	if n < 0 || s.nodes[n].variable > variable {
		return n
	}
	if s.nodes[n].variable == variable {
		return s.nodes[n].children[value]
	}
	if r, ok := done[n]; ok {
		return r
	}
	in := s.nodes[n]
	children := make([]Node, len(in.children))
	for v, c := range in.children {
		children[v] = s.with(c, variable, value, done)
	}
	r := s.node(in.variable, children)
	done[n] = r
	return r
}

// Find returns a case in which the function has the value: one value for each
// variable, or -1 where any will do.
func (s *Space) Find(n Node, value int) (found []int, ok bool) {
	found = make([]int, len(s.widths))
	for i := range found {
		found[i] = -1
	}
	if !s.find(n, value, found, map[Node]bool{}) {
		return nil, false
	}
	return found, true
}

func (s *Space) find(n Node, value int, found []int, dead map[Node]bool) bool {
	if v, constant := n.value(); constant {
		return v == value
	}
	if dead[n] {
		return false
	}
	in := s.nodes[n]
	for v, c := range in.children {
		found[in.variable] = v
		if s.find(c, value, found, dead) {
			return true
		}
	}
	found[in.variable] = -1
	dead[n] = true
	return false
}

// Size returns how many nodes the space holds.
func (s *Space) Size() int { return len(s.nodes) }
