package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// command is one thing that the program does.
type command struct {
	name    string // one word or two
	says    string // what it does, one sentence or two
	more    string // examples and the like, for its help
	options []option
	operand operand
	run     func(*session) error
}

// option is one --name VALUE. All options hold text, save those without a value.
type option struct {
	name  string
	value string // what stands for the value in the help; empty for an option that has none
	says  string
	env   string   // the variable that is read where the option is not given
	oneOf []string // the values there are; nil for any
	into  *string  // holds the default; nil for an option without a value
}

// operand is what a command works on: at most one, without a name.
type operand struct {
	name     string // empty for none
	says     string
	optional bool
	into     *string
}

// errHelp says that help was asked for.
var errHelp = errors.New("help was asked for")

// choose finds the command that arguments begin with and returns what follows
// its name. Arguments that begin with an option, or none, are for the first.
func choose(all []command, args []string) (*command, []string, error) {
	var names []string
	for i := range all {
		words := strings.Fields(all[i].name)
		if len(args) >= len(words) && slices.Equal(words, args[:len(words)]) {
			return &all[i], args[len(words):], nil
		}
		names = append(names, all[i].name)
	}
	switch {
	case len(args) == 0:
		return &all[0], nil, nil
	case args[0] == "-h" || args[0] == "--help":
		return nil, nil, errHelp
	case strings.HasPrefix(args[0], "-"):
		return &all[0], args, nil
	}
	return nil, nil, fmt.Errorf("there is no command %q: use one of %s", args[0], strings.Join(names, ", "))
}

// parse reads options and the operand, which may stand in any order. After --
// nothing is an option any more.
func (c *command) parse(args []string) error {
	for i := range c.options {
		if o := &c.options[i]; o.env != "" && os.Getenv(o.env) != "" {
			*o.into = os.Getenv(o.env)
		}
	}
	operands, plain := 0, false
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case plain || arg == "-" || !strings.HasPrefix(arg, "-"):
			if operands++; c.operand.name == "" || operands > 1 {
				return fmt.Errorf("there is no use for %q here", arg)
			}
			*c.operand.into = arg
		case arg == "--":
			plain = true
		case arg == "-h" || arg == "--help":
			return errHelp
		default:
			name, value, given := strings.Cut(arg, "=")
			i := slices.IndexFunc(c.options, func(o option) bool { return "--"+o.name == name })
			if i < 0 {
				return fmt.Errorf("unknown flag %s", name)
			}
			if c.options[i].value == "" {
				if given {
					return fmt.Errorf("%s takes no value", name)
				}
				continue
			}
			if !given {
				if len(args) == 0 || strings.HasPrefix(args[0], "--") {
					return fmt.Errorf("%s needs a value: %s %s", name, name, c.options[i].value)
				}
				value, args = args[0], args[1:]
			}
			*c.options[i].into = value
		}
	}
	if operands == 0 && c.operand.name != "" && !c.operand.optional {
		return fmt.Errorf("%s is missing: say afterwards %s %s", c.operand.name, c.name, c.operand.name)
	}
	for _, o := range c.options {
		if o.oneOf != nil && !slices.Contains(o.oneOf, *o.into) {
			return fmt.Errorf("--%s must be one of %s, not %q", o.name, strings.Join(o.oneOf, ", "), *o.into)
		}
	}
	return nil
}

// help prints what a command does and takes.
func (c *command) help(out io.Writer) {
	usage := "afterwards " + c.name
	if len(c.options) > 0 {
		usage += " [options]"
	}
	switch {
	case c.operand.optional:
		usage += " [" + c.operand.name + "]"
	case c.operand.name != "":
		usage += " " + c.operand.name
	}
	fmt.Fprintf(out, "Usage: %s\n\n%s\n", usage, wrap(c.says, ""))
	if c.more != "" {
		fmt.Fprintf(out, "\n%s\n", c.more)
	}
	if c.operand.name != "" {
		fmt.Fprintln(out)
		explain(out, c.operand.name, c.operand.says)
	}
	if len(c.options) > 0 {
		fmt.Fprintln(out, "\nOptions:")
	}
	for _, o := range c.options {
		says := o.says
		if o.env != "" {
			says += " Or set $" + o.env + "."
		}
		explain(out, strings.TrimSpace("--"+o.name+" "+o.value), says)
	}
}

// helpAll prints what the program does and which commands there are.
func helpAll(out io.Writer, all []command) {
	fmt.Fprintf(out, "Usage: afterwards COMMAND\n\n%s\n\nCommands:\n", description)
	for _, c := range all {
		explain(out, c.name, c.says)
	}
	fmt.Fprintln(out, "\nafterwards COMMAND --help says more about a command.")
}

func explain(out io.Writer, what, says string) {
	const indent = "      "
	fmt.Fprintf(out, "  %s\n%s%s\n", what, indent, wrap(says, indent))
}
