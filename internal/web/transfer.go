package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/archive"
	"afterwards/internal/errs"
	"afterwards/internal/web/httpx"
)

// Taking everything along and bringing it back happen in memory: a temporary
// file would hold in the clear what is sealed everywhere else. So few may do
// it at a time.
const (
	transfersAtOnce = 4
	transferTime    = 10 * time.Minute // for a big file on a slow line
)

// exportPage warns before everything leaves in the clear.
type exportPage struct {
	frame
	Shown  bool
	Sorry  string
	Fields fields
}

func (exportPage) template() string { return "export.html" }

func (s *site) exportForm(r *http.Request, open *account.Open) exportPage {
	return exportPage{frame: s.placeFrame(r, "Your place", open), Shown: shown(r), Fields: fields{passField(r, "Your passphrase")}}
}

func (s *site) exportStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.show(w, http.StatusOK, s.exportForm(r, open))
}

// export answers with the file. It is made whole first: half a file would look
// like a whole one.
func (s *site) export(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	if err := s.keeping.Accounts.Prove(r.Context(), open, take(form, "pass")); err != nil {
		status, says := s.refused(r, err)
		p := s.exportForm(r, open)
		p.Fields = p.Fields.wrong("pass", says)
		return s.show(w, status, p)
	}
	done, err := s.transfer(w)
	if err != nil {
		return err
	}
	defer done()
	now := s.keeping.Now()
	var file bytes.Buffer
	if err := archive.Export(r.Context(), &file, open.Key, s.keeping.Records, s.keeping.Kinds, now); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/zip")
	// The name says nothing: it will stand in a list of downloads.
	w.Header().Set("Content-Disposition", `attachment; filename="export-`+now.Format(time.DateOnly)+`.zip"`)
	_, _ = file.WriteTo(w) // a failed write means that nobody is listening any more
	return nil
}

// importPage takes a file back in.
type importPage struct {
	frame
	Sorry  string
	Report *archive.Report
}

func (importPage) template() string { return "import.html" }

func (s *site) importStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.show(w, http.StatusOK, importPage{frame: s.placeFrame(r, "Your place", open)})
}

func (s *site) importFile(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	done, err := s.transfer(w)
	if err != nil {
		return err
	}
	defer done()
	p := importPage{frame: s.placeFrame(r, "Your place", open)}
	status := http.StatusOK
	file, err := uploaded(w, r)
	if err == nil {
		var report archive.Report
		report, err = archive.Import(r.Context(), bytes.NewReader(file), int64(len(file)), open.Key, s.keeping.Records, s.keeping.Kinds, s.keeping.Now())
		p.Report = &report
	}
	if err != nil {
		status, p.Sorry = s.refused(r, err)
		p.Report = nil
	}
	return s.show(w, status, p)
}

// fileField is the field of the form that holds the file.
const fileField = "file"

// uploaded reads the file of a form into memory.
func uploaded(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(w, r.Body, archive.MaxFile+formLimit)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, errs.New(errs.Invalid, "There was no file. Choose the zip file that you saved.")
	}
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil, errs.New(errs.Invalid, "There was no file. Choose the zip file that you saved.")
		case err != nil:
			return nil, damagedUpload(err)
		case part.FormName() != fileField:
			continue
		}
		file, err := io.ReadAll(part)
		if err != nil {
			return nil, damagedUpload(err)
		}
		if len(file) == 0 {
			return nil, errs.New(errs.Invalid, "There was no file, or there is nothing in it. Choose the zip file that you saved.")
		}
		return file, nil
	}
}

// damagedUpload says what went wrong on the way. The cause may quote the file,
// so it goes no further.
func damagedUpload(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return errs.New(errs.Invalid, "This file is too big. An import can have up to %d MB.", archive.MaxFile>>20)
	}
	return errs.New(errs.Invalid, "The file did not arrive whole. Nothing was imported. Please try again.")
}

// transfer begins a transfer, if there is room for one, and returns what ends it.
func (s *site) transfer(w http.ResponseWriter) (done func(), err error) {
	select {
	case s.transfers <- struct{}{}:
	default:
		return nil, errs.New(errs.Unavailable, "Others are moving their journals at this moment. Please try again in a minute.")
	}
	until := time.Now().Add(transferTime)
	control := http.NewResponseController(w)
	// Servers that cannot do this keep their own limits.
	_ = control.SetReadDeadline(until)
	_ = control.SetWriteDeadline(until)
	return func() { <-s.transfers }, nil
}
