//go:build apart

package draft

var actsBin, modelBin []byte

// Unpack takes what Compiled returns in a program that was built without the tag
// apart. It must be called before anything else. The checker in the browser is
// built this way: it fetches the files from the program that serves it, which has
// them already.
func Unpack(acts, model []byte) { actsBin, modelBin = acts, model }
