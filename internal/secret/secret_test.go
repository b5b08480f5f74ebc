package secret_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"afterwards/internal/secret"
)

func TestASecretIsNeverPrinted(t *testing.T) {
	b, s := secret.Bytes("plum-anchor"), "%s"
	wrapped := struct{ Key secret.Bytes }{b}
	j, _ := json.Marshal(wrapped)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("opened", "key", b)
	for way, got := range map[string]string{
		"%s": fmt.Sprintf(s, b), "%v": fmt.Sprintf("%v", wrapped), "%+v": fmt.Sprintf("%+v", wrapped),
		"%#v": fmt.Sprintf("%#v", wrapped), "json": string(j), "slog": log.String(),
	} {
		if strings.Contains(got, "plum") || strings.Contains(got, fmt.Sprint([]byte(b))) || !strings.Contains(got, "[private]") {
			t.Errorf("%s shows %q", way, got)
		}
	}
}
