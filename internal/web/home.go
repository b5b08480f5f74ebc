package web

// homePage is the front page of somebody who is not signed in: the doors, and
// what this place is.
type homePage struct{ frame }

func (homePage) template() string { return "home.html" }
