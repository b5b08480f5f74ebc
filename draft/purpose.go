package draft

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// Purpose is what a draft is for.
type Purpose string

// The purposes.
const (
	Hurt           Purpose = "hurt"           // say how it felt, in order to move on
	Accountability Purpose = "accountability" // own what the writer did
	Limit          Purpose = "limit"          // end being strung along
	Talk           Purpose = "talk"           // invite to one closing talk
	Logistics      Purpose = "logistics"      // belongings, money, keys
	Coparent       Purpose = "coparent"       // the children
	Reply          Purpose = "reply"          // answer what the ex wrote
	Light          Purpose = "light"          // brief friendly contact under a limited-contact plan
	Reconnect      Purpose = "reconnect"      // first contact after a long silence
	Unsent         Purpose = "unsent"         // never to be sent
)

var purposes = []Purpose{Hurt, Accountability, Limit, Talk, Logistics, Coparent, Reply, Light, Reconnect, Unsent}

// Purposes returns all purposes in their fixed order.
func Purposes() []Purpose { return slices.Clone(purposes) }

// ParsePurpose returns the purpose of that name. Its error names the legal ones.
func ParsePurpose(s string) (Purpose, error) {
	if slices.Contains(purposes, Purpose(s)) {
		return Purpose(s), nil
	}
	names := make([]string, len(purposes))
	for i, p := range purposes {
		names[i] = string(p)
	}
	return "", errors.New("there is no purpose " + strconv.Quote(s) + ": use one of " + strings.Join(names, ", "))
}

func (p Purpose) index() int { return max(0, slices.Index(purposes, p)) }
