package cli

import (
	"fmt"
	"runtime/debug"

	"afterwards/knowledge"
)

func versionCommand() command {
	return command{name: "version", says: "Print the version of the program and of its knowledge.", run: version}
}

// version prints what this program is.
func version(s *session) error {
	j, problems := knowledge.LoadJudgement(knowledge.Files)
	if err := problems.Err(); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "afterwards %s\nknowledge %s\n", buildVersion(), j.Version)
	return nil
}

// buildVersion is the revision that the program was built from, as far as the
// build knows it.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			version += " " + s.Value[:12]
		}
	}
	return version
}
