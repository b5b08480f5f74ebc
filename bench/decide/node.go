package main

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

const nodePackage = "json-rules-engine@7.3.1"

//go:embed node.js
var nodeProgram []byte

// inNode is a peer that runs in a process of its own and takes its own time.
type inNode struct {
	dir   string
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *json.Decoder
	given []mask
}

// startNode fetches the peer and hands it the rules and the situations.
func startNode(rules []rule, all []drawn) (_ *inNode, err error) {
	for _, command := range []string{"node", "npm"} {
		if _, err := exec.LookPath(command); err != nil {
			return nil, fmt.Errorf("%s is not on the path", command)
		}
	}
	dir, err := os.MkdirTemp("", "decide")
	if err != nil {
		return nil, err
	}
	n := &inNode{dir: dir}
	defer func() {
		if err != nil {
			n.stop()
		}
	}()
	fetch := exec.Command("npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", dir, nodePackage)
	if out, err := fetch.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("npm could not fetch it: %w\n%s", err, out)
	}
	task, err := json.Marshal(nodeTask(rules, all))
	if err != nil {
		return nil, err
	}
	program := filepath.Join(dir, "node.js")
	if err := errors.Join(os.WriteFile(program, nodeProgram, 0o600), os.WriteFile(filepath.Join(dir, "task.json"), task, 0o600)); err != nil {
		return nil, err
	}
	n.cmd = exec.Command("node", program)
	n.cmd.Stderr = os.Stderr
	if n.in, err = n.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := n.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := n.cmd.Start(); err != nil {
		return nil, err
	}
	n.out = json.NewDecoder(bufio.NewReader(out))
	var held [][]int
	if err := n.out.Decode(&held); err != nil {
		return nil, fmt.Errorf("node said nothing that can be read: %w", err)
	}
	for _, rules := range held {
		var m mask
		for _, r := range rules {
			m |= 1 << r
		}
		n.given = append(n.given, m)
	}
	return n, nil
}

func (n *inNode) name() string { return nodePackage + ", node" }

func (n *inNode) answers() ([]mask, error) { return n.given, nil }

func (n *inNode) turn() (figures, error) {
	if _, err := fmt.Fprintln(n.in, turn.Nanoseconds()); err != nil {
		return figures{}, err
	}
	f := figures{allocs: -1}
	err := n.out.Decode(&f.ns)
	return f, err
}

func (n *inNode) stop() {
	if n.in != nil {
		n.in.Close()
		n.cmd.Wait()
	}
	os.RemoveAll(n.dir)
}

// nodeTask is what node.js reads.
func nodeTask(rules []rule, all []drawn) any {
	type object = map[string]any
	conditions := func(tests []test) (list []any) {
		add := func(t test, operator string, value any) {
			list = append(list, object{"fact": t.fact.Name, "operator": operator, "value": value})
		}
		for _, t := range tests {
			switch {
			case len(t.values) == 1:
				add(t, "equal", t.values[0])
			case len(t.values) > 1:
				add(t, "in", t.values)
			case t.lacks:
				add(t, "doesNotContain", t.item)
			case t.item != "":
				add(t, "contains", t.item)
			default:
				if t.low != nil {
					add(t, "greaterThanInclusive", *t.low)
				}
				if t.high != nil {
					add(t, "lessThan", *t.high)
				}
			}
		}
		return list
	}
	var engine []any
	for i := range rules {
		list := conditions(rules[i].all)
		var any []any
		for _, tests := range rules[i].any {
			if part := conditions(tests); len(part) == 1 {
				any = append(any, part[0])
			} else {
				any = append(any, object{"all": part})
			}
		}
		if len(any) > 0 {
			list = append(list, object{"any": any})
		}
		engine = append(engine, object{"conditions": object{"all": list}, "event": object{"type": "holds", "params": object{"rule": i}}})
	}
	var facts []any
	for i := range all {
		facts = append(facts, all[i].facts)
	}
	return object{"rules": engine, "situations": facts}
}
