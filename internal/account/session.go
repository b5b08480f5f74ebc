package account

import (
	"context"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Resume opens the session of a cookie for one request. Without a session
// that is still alive it gives [errs.Unauthorized].
func (s *Service) Resume(ctx context.Context, sessionCookie string) (*Open, error) {
	ticket, ok := vault.ParseTicket(sessionCookie)
	if !ok {
		return nil, signedOut()
	}
	found, err := s.store.FindSession(ctx, ticket.Row())
	if errs.Is(err, errs.NotFound) {
		return nil, signedOut()
	} else if err != nil {
		return nil, err
	}
	now, row := s.now(), found.SessionRow
	key, ok := ticket.Open(row.Owner, row.Sealed)
	if !ok {
		return nil, signedOut() // the id is right and the secret is not: the row stays, it is not theirs to end
	}
	if !now.Before(row.Ends) || !now.Before(row.Latest) {
		if err := s.store.EndSessionRow(ctx, row.Row); err != nil {
			return nil, err
		}
		return nil, signedOut()
	}
	// Written at most four times in a span of idleness: reading a page should not
	// cost a write.
	if ends := earlier(now.Add(s.options.IdleFor), row.Latest); ends.Sub(row.Ends) >= s.options.IdleFor/4 || !row.Last.Equal(vault.Day(now)) {
		row.Ends, row.Last = ends, vault.Day(now)
		if err := s.store.TouchSession(ctx, row); err != nil {
			return nil, err
		}
	}
	mine, err := openProfile(key, found.Profile)
	if err != nil {
		return nil, err
	}
	return &Open{
		Account: row.Owner, Handle: mine.Handle, Session: row.ID, Device: found.DeviceName, Stage: stageOf(row, found.Confirmed), Key: key, Ends: row.Ends,
		ticket: ticket, device: row.Device, lookup: found.Lookup,
	}, nil
}

func signedOut() error {
	return errs.New(errs.Unauthorized, "You are signed out. Please sign in again.")
}

// SignOut ends this session. The device stays known.
func (s *Service) SignOut(ctx context.Context, o *Open) error {
	o.Key.Wipe()
	return s.store.EndSessionRow(ctx, o.ticket.Row())
}

// End ends whatever session a cookie names, and needs nothing else to work:
// it is for leaving in a hurry. A cookie that names none is no error.
func (s *Service) End(ctx context.Context, sessionCookie string) error {
	ticket, ok := vault.ParseTicket(sessionCookie)
	if !ok {
		return nil
	}
	return s.store.EndSessionRow(ctx, ticket.Row())
}

// SignOutEverywhere ends all sessions, this one too, and forgets all devices
// but this one.
func (s *Service) SignOutEverywhere(ctx context.Context, o *Open) error {
	o.Key.Wipe()
	return s.store.ChangeAccount(ctx, o.Account, Change{EndAll: true, Forget: o.device})
}

// Sessions lists the sessions of the account, the latest used first.
func (s *Service) Sessions(ctx context.Context, o *Open) ([]Session, error) {
	sessions, err := s.store.ListSessions(ctx, o.Account, s.now())
	for i := range sessions {
		sessions[i].Here = sessions[i].ID == o.Session
	}
	return sessions, err
}

// EndSession ends one session of the account. If it is not there, or not of
// this account, it gives [errs.NotFound].
func (s *Service) EndSession(ctx context.Context, o *Open, session id.ID) error {
	return s.store.EndSession(ctx, o.Account, session)
}

// WrongTries returns the days of the last 180 on which somebody tried to get
// in and failed, the latest first.
func (s *Service) WrongTries(ctx context.Context, o *Open) ([]DayTries, error) {
	tries, err := s.store.ListTries(ctx, o.lookup)
	if err != nil {
		return nil, err
	}
	var days []DayTries
	for _, t := range tries { // latest first
		if d := t.At.UTC().Truncate(day); len(days) > 0 && days[len(days)-1].Day.Equal(d) {
			days[len(days)-1].Wrong++
		} else if t.At.After(s.now().Add(-rememberFor)) {
			days = append(days, DayTries{Day: d, Wrong: 1})
		}
	}
	return days, nil
}
