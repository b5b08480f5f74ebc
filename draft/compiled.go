//go:build !apart

package draft

import _ "embed"

//go:embed acts.bin
var actsBin []byte

//go:embed model.bin
var modelBin []byte

// Compiled returns the compiled patterns and heads, for a program that was built
// with the tag apart, and so without them; see [Unpack] there. They must not be
// changed.
func Compiled() (acts, model []byte) { return actsBin, modelBin }
