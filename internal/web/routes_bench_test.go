package web

import "testing"

// BenchmarkNew is what the pages add to the start of the program.
func BenchmarkNew(b *testing.B) {
	adviser, err := defaultAdviser()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := New(Options{Adviser: adviser}); err != nil {
			b.Fatal(err)
		}
	}
}
