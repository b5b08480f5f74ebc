package web

import (
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/archive"
	"afterwards/internal/vault"
)

// Keeping is what the pages need to keep something for a person.
type Keeping struct {
	// Accounts say who is here. Required.
	Accounts *account.Service
	// Records hold what is kept, sealed. Required.
	Records vault.Rows
	// Kinds are the kinds of records that an export holds. Required.
	Kinds []archive.Kind
	// Hosted says that several people keep things here, each under a sign-in
	// name. It must agree with what Accounts was made for.
	Hosted bool
	// SignUps lets anybody make an account on a hosted server.
	SignUps bool
	// Now is the clock; nil means [time.Now].
	Now func() time.Time
	// Address says where a request comes from. Nil means the other end of the
	// connection, which is wrong behind a proxy.
	Address func(*http.Request) netip.Addr
}

// startKeeping prepares the site to keep things.
func (s *site) startKeeping(k Keeping) error {
	if k.Accounts == nil || k.Records == nil || len(k.Kinds) == 0 {
		return errors.New("web: Options.Keeping needs Accounts, Records and Kinds; leave it nil to keep nothing")
	}
	if k.Now == nil {
		k.Now = time.Now
	}
	s.keeping, s.transfers = &k, make(chan struct{}, transfersAtOnce)
	s.doors["journal"] = door{"/journal", "Journal"}
	if s.opts.EndSession == nil {
		s.opts.EndSession = s.endSession
	}
	return nil
}

// keepingRoutes are the addresses of the pages that keep things. None of them
// carries anything but random numbers.
func (s *site) keepingRoutes() []route {
	if s.keeping == nil {
		return nil
	}
	return slices.Concat(s.checkinKeepingRoutes(), s.progressRoutes(), s.programmeKeepingRoutes(), s.boundaryRoutes(), s.contactRoutes(), s.urgeKeepingRoutes(), s.paperRoutes(), []route{
		{"GET", "/place/new", s.placeStart},
		{"POST", "/place/new", s.makePlace},
		{"GET", "/place/in", s.signInStart},
		{"POST", "/place/in", s.signIn},
		{"POST", "/place/out", s.signOut},
		{"GET", "/place/recover", s.recoverStart},
		{"POST", "/place/recover", s.recover},

		{"GET", "/place/code", s.present(s.confirmStart)},
		{"POST", "/place/code", s.present(s.confirmCode)},
		{"GET", "/place/code/new", s.present(s.newCodeStart)},
		{"POST", "/place/code/new", s.present(s.newCode)},
		{"GET", "/place/passphrase", s.present(s.passphraseStart)},
		{"POST", "/place/passphrase", s.present(s.setPassphrase)},

		{"GET", "/place", s.ready(s.place)},
		{"POST", "/place/session/{id}/end", s.ready(s.endOneSession)},
		{"POST", "/place/out/everywhere", s.ready(s.signOutEverywhere)},
		{"GET", "/place/export", s.ready(s.exportStart)},
		{"POST", "/place/export", s.ready(s.export)},
		{"GET", "/place/import", s.ready(s.importStart)},
		{"POST", "/place/import", s.ready(s.importFile)},
		{"GET", "/place/delete", s.ready(s.deletePlaceStart)},
		{"POST", "/place/delete", s.ready(s.deletePlace)},

		{"GET", "/place/unmarked", s.ready(s.unmarked)},
		{"POST", "/place/unmarked", s.ready(s.markAgain)},

		{"GET", "/journal", s.ready(s.journal)},
		{"GET", "/journal/write", s.ready(s.writeStart)},
		{"POST", "/journal/write", s.keepWriting},
		{"POST", "/answers/keep", s.keepAnswer},
		{"GET", "/answers", s.ready(s.decisions)},
		{"GET", "/answer/{id}", s.ready(s.keptDecision)},
		{"POST", "/answer/{id}/rate", s.ready(s.rateDecision)},
		{"POST", "/answer/{id}/delete", s.ready(s.deleteDecision)},
		{"GET", "/place/exercises", s.ready(s.doneExercises)},
		{"POST", "/place/exercises/{id}/delete", s.ready(s.deleteDone)},
		{"POST", "/letters/{kind}/keep", s.letterKeep},
		{"GET", "/kept-letters", s.ready(s.keptLetters)},
		{"GET", "/kept-letters/ledger", s.ready(s.ledger)},
		{"GET", "/letter/{id}", s.ready(s.letter)},
		{"GET", "/letter/{id}/look", s.ready(s.letterLook)},
		{"GET", "/letter/{id}/part/{part}", s.ready(s.letterPart)},
		{"POST", "/letter/{id}/part/{part}", s.letterSavePart},
		{"GET", "/letter/{id}/versions", s.ready(s.letterVersions)},
		{"GET", "/letter/{id}/versions/{number}", s.ready(s.letterVersion)},
		{"POST", "/letter/{id}/finish", s.ready(s.letterFinish)},
		{"GET", "/letter/{id}/away", s.ready(s.letterAwayStart)},
		{"POST", "/letter/{id}/away", s.ready(s.letterPutAway)},
		{"GET", "/letter/{id}/away/end", s.ready(s.letterTakeOutStart)},
		{"POST", "/letter/{id}/away/end", s.ready(s.letterTakeOut)},
		{"GET", "/letter/{id}/again", s.ready(s.letterAgainStart)},
		{"POST", "/letter/{id}/again", s.ready(s.letterReread)},
		{"POST", "/letter/{id}/stay", s.ready(s.letterStay)},
		{"GET", "/letter/{id}/seal", s.ready(s.letterSealStart)},
		{"POST", "/letter/{id}/seal", s.ready(s.letterSeal)},
		{"POST", "/letter/{id}/unseal", s.ready(s.letterUnseal)},
		{"GET", "/letter/{id}/let-go", s.ready(s.letterGoStart)},
		{"POST", "/letter/{id}/let-go", s.ready(s.letterGo)},
		{"GET", "/letter/{id}/take", s.ready(s.letterTakeStart)},
		{"POST", "/letter/{id}/take", s.ready(s.letterTake)},
		{"POST", "/letter/{id}/await", s.ready(s.letterAwait)},
		{"GET", "/letter/{id}/share", s.ready(s.letterShareStart)},
		{"POST", "/letter/{id}/share", s.ready(s.letterShare)},
		{"POST", "/letter/{id}/sent", s.ready(s.letterSent)},
		{"POST", "/letter/{id}/rate", s.ready(s.letterRate)},
		{"POST", "/letter/{id}/delete", s.ready(s.letterDelete)},
		{"GET", "/journal/search", s.ready(s.searchStart)},
		{"POST", "/journal/search", s.ready(s.search)},
		{"GET", "/entry/{id}", s.ready(s.entry)},
		{"GET", "/entry/{id}/edit", s.ready(s.editStart)},
		{"GET", "/entry/{id}/delete", s.ready(s.deleteEntryStart)},
		{"POST", "/entry/{id}/delete", s.ready(s.deleteEntry)},
	})
}
